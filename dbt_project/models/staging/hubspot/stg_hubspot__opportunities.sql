with

{{ merges('merged', source('hubspot', 'companies'), 'mergedInto') }},

known as (
    {{ known_rows(source('hubspot', 'deals'), dated=true) }}
),

pipelines as (
    {{ known_rows(source('hubspot', 'deal_pipelines'), dated=true) }}
),

stages as (
    select
        items.id as pipeline_id,
        {{ json_text('items.item', 'id') }} as stage_id,
        {{ json_text('items.item', 'label') }} as label
    from ({{ json_items('pipelines', 'payload', 'stages') }}) as items
),

named as (
    select
        *,
        {%- for name in [
            'dealtype', 'pipeline', 'dealstage', 'hs_deal_stage_probability', 'hs_is_closed', 'hs_is_closed_won',
            'closed_lost_reason', 'createdate', 'closedate'
        ] %}
        nullif({{ json_text('payload', 'properties.' ~ name) }}, '') as {{ name }},
        {%- endfor %}
        {%- for name in ['currency', 'monthly_amount', 'annual_amount', 'product', 'sales_motion'] %}
        nullif({{ own_field('payload', 'hubspot', 'opportunities', name) }}, '') as own_{{ name }},
        {%- endfor %}
        {{ json_text('payload', 'associations.companies[0].id') }} as company_id
    from known
),

typed as (
    select
        named.id as opportunity_id,
        coalesce(merged.kept_id, named.company_id) as account_id,
        {{ meaning_of('named.dealtype', 'hubspot', 'opportunities', 'type') }} as type,
        coalesce(stages.label, named.dealstage) as stage,
        -- An amount in another currency than the one that is reported in is not known in it.
        case
            when coalesce(named.own_currency, settings.reporting_currency) = settings.reporting_currency
                then coalesce(
                    cast(named.own_monthly_amount as {{ type_amount() }}),
                    {{ scale_amount('named.own_annual_amount', 1, 12) }}
                )
        end as monthly_amount,
        named.hs_deal_stage_probability as probability,
        case when named.hs_is_closed = 'true' then coalesce(named.hs_is_closed_won, 'false') end as won,
        {{ local_date(utc_moment('named.closedate'), 'settings.timezone') }} as expected_close_date,
        {{ local_date(utc_moment('named.createdate'), 'settings.timezone') }} as created_date,
        case
            when named.hs_is_closed = 'true' then {{ local_date(utc_moment('named.closedate'), 'settings.timezone') }}
        end as closed_date,
        named.closed_lost_reason as lost_reason,
        named.own_product as product,
        {{ meaning_of('named.own_sales_motion', 'hubspot', 'opportunities', 'sales_motion') }} as sales_motion,
        named._source,
        named._origin_file,
        named._origin_row,
        named._row_key,
        named._deleted as is_deleted
    from named
    cross join {{ ref('int_policy_settings') }} as settings
    left join stages
        on
            named.pipeline = stages.pipeline_id
            and named.dealstage = stages.stage_id
    left join merged
        on named.company_id = merged.lost_id
)

{{ canonical('opportunities', 'typed', [
    'opportunity_id', 'account_id', 'type', 'stage', 'lost_reason', 'product', 'sales_motion', 'monthly_amount',
    'probability', 'won', 'expected_close_date', 'created_date', 'closed_date'
]) }}
