with

deals as (
    select
        opportunities.account_id,
        opportunities.opportunity_id,
        coalesce(opportunities.type, 'other') as deal_type,
        opportunities.monthly_amount,
        opportunities.lost_reason,
        opportunities.won,
        opportunities.created_date,
        opportunities.closed_date
    from ({{ union_sources('opportunities') }}) as opportunities
    inner join {{ ref('int_accounts') }} as accounts
        on opportunities.account_id = accounts.account_id
    where not opportunities.is_deleted
)

select
    account_id,
    'opportunity_opened' as kind,
    opportunity_id as source_id,
    'Opportunity opened, ' || deal_type as title,
    monthly_amount as amount,
    created_date as event_date
from deals
where created_date <= {{ as_of() }}
union all
select
    account_id,
    case when won then 'opportunity_won' else 'opportunity_lost' end as kind,
    opportunity_id as source_id,
    case
        when won then 'Opportunity won, ' || deal_type
        else 'Opportunity lost, ' || deal_type || coalesce(', ' || replace(lost_reason, '_', ' '), '')
    end as title,
    monthly_amount as amount,
    closed_date as event_date
from deals
where
    closed_date <= {{ as_of() }}
    and won is not null
