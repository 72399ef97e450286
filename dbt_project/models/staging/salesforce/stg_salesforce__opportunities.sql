with

{{ merges('merged', source('salesforce', 'accounts'), 'MasterRecordId') }},

known as (
    {{ known_rows(source('salesforce', 'opportunities'), dated=true) }}
),

named as (
    select
        *,
        {{ json_text('payload', 'AccountId') }} as named_account_id,
        {{ json_text('payload', 'Type') }} as type_named,
        {{ json_text('payload', 'IsClosed') }} = 'true' as is_closed,
        {{ own_field('payload', 'salesforce', 'opportunities', 'currency') }} as currency,
        {{ own_field('payload', 'salesforce', 'opportunities', 'monthly_amount') }} as monthly_amount,
        {{ own_field('payload', 'salesforce', 'opportunities', 'annual_amount') }} as annual_amount,
        {{ own_field('payload', 'salesforce', 'opportunities', 'lost_reason') }} as lost_reason,
        {{ own_field('payload', 'salesforce', 'opportunities', 'product') }} as product,
        {{ own_field('payload', 'salesforce', 'opportunities', 'sales_motion') }} as motion_named
    from known
),

typed as (
    select
        named.id as opportunity_id,
        coalesce(merged.kept_id, named.named_account_id) as account_id,
        {{ meaning_of('named.type_named', 'salesforce', 'opportunities', 'type') }} as type,
        {{ json_text('named.payload', 'StageName') }} as stage,
        -- An amount in another currency than the one that is reported in is not known in it.
        case
            when coalesce(named.currency, settings.reporting_currency) = settings.reporting_currency
                then coalesce(
                    cast(named.monthly_amount as {{ type_amount() }}),
                    {{ scale_amount('named.annual_amount', 1, 12) }}
                )
        end as monthly_amount,
        {{ scale_amount(json_text('named.payload', 'Probability'), 1, 100) }} as probability,
        case when named.is_closed then {{ json_text('named.payload', 'IsWon') }} = 'true' end as won,
        {{ json_text('named.payload', 'CloseDate') }} as expected_close_date,
        {{ local_date(utc_moment(json_text('named.payload', 'CreatedDate')), 'settings.timezone') }} as created_date,
        case when named.is_closed then {{ json_text('named.payload', 'CloseDate') }} end as closed_date,
        named.lost_reason,
        named.product,
        {{ meaning_of('named.motion_named', 'salesforce', 'opportunities', 'sales_motion') }} as sales_motion,
        named._source,
        named._origin_file,
        named._origin_row,
        named._row_key,
        named._deleted as is_deleted
    from named
    cross join {{ ref('int_policy_settings') }} as settings
    left join merged
        on named.named_account_id = merged.lost_id
)

{{ canonical('opportunities', 'typed', [
    'opportunity_id', 'account_id', 'type', 'stage', 'lost_reason', 'product', 'sales_motion', 'monthly_amount',
    'probability', 'won', 'expected_close_date', 'created_date', 'closed_date'
]) }}
