with

termed as (
    select
        lives.customer_id,
        lives.life,
        segments.segment,
        terms.term_months,
        lives.is_lost,
        lives.is_start_seen,
        lives.start_month,
        lives.first_month,
        lives.last_month,
        {{ months_between_months('lives.start_month', 'lives.first_month') }} as months_unseen,
        {{ months_between_months('lives.start_month', 'lives.last_month') }} as months_renewable,
        -- The renewal that closes a term is decided when the term is over, for those who left within it too.
        {{ months_between_months(
            'lives.start_month',
            'case when lives.is_lost then ' ~ last_published_month() ~ ' else lives.last_month end'
        ) }} as months_decided
    from {{ ref('int_renewal_lives') }} as lives
    left join {{ ref('int_renewal_terms') }} as terms
        on
            lives.customer_id = terms.customer_id
            and lives.life = terms.life
    left join {{ ref('int_customer_segment_months') }} as segments
        on
            lives.customer_id = segments.customer_id
            and lives.last_month = segments.month
),

counted as (
    select
        *,
        cast(floor(cast(months_unseen as {{ type_double() }}) / term_months) as int) + 1 as first_period,
        cast(floor(cast(months_renewable as {{ type_double() }}) / term_months) as int) as renewals_made,
        cast(floor(cast(months_decided as {{ type_double() }}) / term_months) as int) as periods_decided
    from termed
)

select
    customer_id,
    life,
    coalesce(segment, 'none') as segment,
    term_months,
    renewals_made,
    first_period,
    case
        when is_lost and renewals_made < periods_decided then renewals_made + 1
        else periods_decided
    end as last_period,
    is_lost,
    coalesce(is_lost and renewals_made < periods_decided, false) as is_loss_counted,
    is_start_seen,
    start_month,
    first_month,
    last_month
from counted
