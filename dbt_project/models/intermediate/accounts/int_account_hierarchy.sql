{# Every round doubles the number of levels climbed, so five rounds reach the top of thirty-two. #}
{%- set rounds = 5 %}
with

accounts as (
    select * from {{ ref('int_accounts') }}
),

climbed_0 as (
    select
        account_id,
        coalesce(parent_account_id, account_id) as ancestor_id
    from accounts
),
{% for round in range(1, rounds + 1) %}
climbed_{{ round }} as (
    select
        lower_half.account_id,
        coalesce(upper_half.ancestor_id, lower_half.ancestor_id) as ancestor_id
    from climbed_{{ round - 1 }} as lower_half
    left join climbed_{{ round - 1 }} as upper_half
        on lower_half.ancestor_id = upper_half.account_id
),
{% endfor %}
final as (
    select
        accounts.account_id,
        accounts.parent_account_id,
        climbed_{{ rounds }}.ancestor_id as customer_id,
        parents.account_id is null and accounts.parent_account_id is not null as has_unknown_parent,
        tops.parent_account_id is not null as is_in_cycle
    from accounts
    inner join climbed_{{ rounds }}
        on accounts.account_id = climbed_{{ rounds }}.account_id
    left join accounts as parents
        on accounts.parent_account_id = parents.account_id
    left join accounts as tops
        on climbed_{{ rounds }}.ancestor_id = tops.account_id
)

select * from final
