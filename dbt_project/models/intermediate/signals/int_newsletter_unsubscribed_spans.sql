-- The role is told and not the name: a signal is read by more people than a contact's own page.
select
    contacts.account_id,
    contacts.contact_id as subject,
    contacts.newsletter_opt_out_date as valid_from,
    {{ end_of_time() }} as valid_until,
    'Unsubscribed by a contact of the role '
    || coalesce({{ replace_matches('contacts.role', "'_'", "' '") }}, 'unknown') || '.' as evidence
from {{ ref('int_contacts') }} as contacts
cross join {{ signal_rule('newsletter_unsubscribed') }} as rules
where contacts.newsletter_opt_out_date <= {{ as_of() }}
