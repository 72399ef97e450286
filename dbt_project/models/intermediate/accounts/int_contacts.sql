with

sources as (
    {{ union_sources('contacts') }}
)

select
    sources.contact_id,
    sources.account_id,
    sources.name,
    sources.email,
    sources.role,
    sources.preferred_channel,
    -- Who leaves later was still there, whatever the source says today.
    not sources.is_deleted
    and coalesce(sources.left_date > {{ as_of() }}, sources.is_active) as is_active,
    sources.is_deleted,
    sources.left_date,
    sources.newsletter_opt_out_date
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
