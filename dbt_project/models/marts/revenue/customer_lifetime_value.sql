with

customers as (
    select
        lifetimes.customer_id,
        lifetimes.segment,
        lifetimes.term_months,
        lifetimes.renewals_made,
        lifetimes.start_month,
        cast(movements.closing as {{ type_amount() }}) as mrr,
        costs.monthly_cost_to_serve,
        movements.closing * settings.gross_margin - costs.monthly_cost_to_serve as monthly_margin
    from {{ ref('int_renewal_lifetimes') }} as lifetimes
    inner join {{ ref('int_mrr_movements') }} as movements
        on
            lifetimes.customer_id = movements.customer_id
            and lifetimes.last_month = movements.month
            and movements.level = 'customer'
    inner join {{ ref('int_cost_to_serve') }} as costs
        on lifetimes.customer_id = costs.customer_id
    cross join {{ ref('int_renewal_settings') }} as settings
    where lifetimes.last_month = {{ last_published_month() }}
),

-- The customer's own segment where it could be fitted, else all customers of the same term.
based as (
    select
        customers.*,
        case
            when own.refused_reason is null and own.segment is not null then customers.segment
            when overall.refused_reason is null and overall.segment is not null then 'ALL'
        end as basis_segment,
        overall.refused_reason
    from customers
    left join {{ ref('int_renewal_projections') }} as own
        on
            customers.segment = own.segment
            and customers.term_months = own.term_months
            and customers.renewals_made = own.period
    left join {{ ref('int_renewal_projections') }} as overall
        on
            overall.segment = 'ALL'
            and customers.term_months = overall.term_months
            and customers.renewals_made = overall.period
),

valued as (
    select
        based.*,
        projections.n,
        projections.alpha,
        projections.beta,
        projections.expected_terms,
        projections.discounted_terms,
        projections.discounted_terms_low,
        projections.discounted_terms_high,
        based.monthly_margin * based.term_months as margin_per_term
    from based
    left join {{ ref('int_renewal_projections') }} as projections
        on
            based.basis_segment = projections.segment
            and based.term_months = projections.term_months
            and based.renewals_made = projections.period
)

select
    cast(customer_id as string) as customer_id,
    cast(segment as string) as segment,
    cast(basis_segment as string) as basis_segment,
    cast(case
        when term_months is null then {{ text_literal("The length of the contract's terms is unknown.") }}
        when start_month is null then 'It is not known since when it is a customer.'
        when basis_segment is null then refused_reason
        when discounted_terms is null then 'Without a discount rate the expected lifetime has no limit.'
    end as string) as unknown_reason,
    cast(term_months as int) as term_months,
    cast(renewals_made as int) as renewals_made,
    cast(n as bigint) as n,
    cast(mrr as decimal(18, 2)) as mrr,
    cast(monthly_cost_to_serve as decimal(18, 2)) as monthly_cost_to_serve,
    cast(monthly_margin as decimal(18, 2)) as monthly_margin,
    cast(margin_per_term as decimal(18, 2)) as margin_per_term,
    cast({{ scale_amount('margin_per_term', 'discounted_terms', '1') }} as decimal(18, 2)) as residual_lifetime_value,
    cast({{ scale_amount(
        'margin_per_term',
        'case when margin_per_term < 0 then discounted_terms_high else discounted_terms_low end',
        '1'
    ) }} as decimal(18, 2)) as residual_lifetime_value_low,
    cast({{ scale_amount(
        'margin_per_term',
        'case when margin_per_term < 0 then discounted_terms_low else discounted_terms_high end',
        '1'
    ) }} as decimal(18, 2)) as residual_lifetime_value_high,
    cast(alpha as double) as alpha,
    cast(beta as double) as beta,
    cast(expected_terms as double) as expected_remaining_terms,
    cast(discounted_terms as double) as discounted_remaining_terms
from valued
