with

known as (
    {{ known_rows(source('stripe', 'customers'), dated=false) }}
),

-- Of several tax ids the first VAT id counts, and the first of any kind where there is none.
tax_ids as (
    select
        id,
        {{ json_text('item', 'value') }} as tax_id,
        row_number() over (
            partition by id
            order by
                case when {{ json_text('item', 'type') }} like '%vat' then 0 else 1 end asc,
                item_number asc
        ) as rank_of_tax_id
    from ({{ json_items('known', 'payload', 'tax_ids.data') }}) as listed_ids
),

typed as (
    select
        'billing' as system,
        known.id as system_account_id,
        {{ own_field('known.payload', 'stripe', 'system_accounts', 'account_id') }} as account_id,
        coalesce(tax_ids.tax_id, {{ json_text('known.payload', 'business_vat_id') }}) as vat_id,
        {{ json_text('known.payload', 'name') }} as name,
        {{ json_text('known.payload', 'email') }} as email,
        lower({{ mail_domain(json_text('known.payload', 'email')) }}) as domain,
        {{ json_text('known.payload', 'phone') }} as phone,
        {{ json_text('known.payload', 'address.country') }} as country,
        {{ json_text('known.payload', 'address.city') }} as city,
        {{ json_text('known.payload', 'address.postal_code') }} as postal_code,
        known._source,
        known._origin_file,
        known._origin_row,
        known._row_key,
        known._deleted as is_deleted
    from known
    left join tax_ids
        on
            known.id = tax_ids.id
            and tax_ids.rank_of_tax_id = 1
)

{{ canonical('system_accounts', 'typed', [
    'system', 'system_account_id', 'account_id', 'vat_id', 'name', 'email', 'domain', 'phone', 'country', 'city',
    'postal_code'
]) }}
