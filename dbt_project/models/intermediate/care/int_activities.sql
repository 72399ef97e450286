with

sources as (
    {{ union_sources('activities') }}
)

select
    sources.activity_id,
    sources.account_id,
    sources.owner as owner_id,
    sources.contact_id,
    sources.activity_type,
    sources.level,
    sources.direction,
    sources.status,
    sources.channel,
    sources.touchpoint,
    sources.tags,
    sources.is_mass,
    sources.has_minutes,
    sources.has_agenda,
    sources.activity_date,
    sources.logged_at,
    sources.status = 'done'
    and not sources.is_mass
    and sources.activity_date <= {{ as_of() }}
    and coalesce(types.is_personal_contact, false) as is_contact
from sources
inner join {{ ref('int_accounts') }} as accounts
    on sources.account_id = accounts.account_id
left join {{ ref('activity_types') }} as types
    on sources.activity_type = types.activity_type
where not sources.is_deleted
