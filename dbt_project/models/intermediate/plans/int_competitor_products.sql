with

sources as (
    {{ union_sources('competitor_products') }}
),

known as (
    select
        sources.account_id,
        sources.product,
        sources.competitor,
        sources.yearly_amount,
        sources.noted_on,
        row_number() over (
            partition by sources.account_id, sources.product
            order by sources.noted_on desc nulls last, sources.competitor asc
        ) as newest_first
    from sources
    inner join {{ ref('int_accounts') }} as accounts
        on sources.account_id = accounts.account_id
    where
        not sources.is_deleted
        and coalesce(sources.noted_on <= {{ as_of() }}, true)
)

select
    account_id,
    product,
    max(case when newest_first = 1 then competitor end) as competitor,
    count(*) as competitors,
    sum(yearly_amount) as yearly_amount,
    max(noted_on) as noted_on
from known
group by account_id, product
