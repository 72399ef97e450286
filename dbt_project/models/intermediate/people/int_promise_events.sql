{%- set steps = {
    'commitment_made': ('commitments', 'commitment_id', 'made_on', "'Promised: ' || promise", 'owner_id'),
    'commitment_kept': ('commitments', 'commitment_id', 'done_on', "case when done_on > promised_for then 'Promise kept late: ' else 'Promise kept: ' end || promise", 'owner_id'),
    'delay_told': ('commitments', 'commitment_id', 'told_late_on', "'Customer told of a delay: ' || promise", 'owner_id'),
    'plan_updated': ('account_plans', 'plan_id', 'updated_on', "'Account plan updated'", 'cast(null as string)'),
    'plan_shared': ('account_plans', 'plan_id', 'shared_on', "'Account plan shared with the customer'", 'cast(null as string)'),
    'wish_made': ('feature_requests', 'request_id', 'requested_on', "'Wish: ' || wish", 'cast(null as string)'),
    'wish_answered': ('feature_requests', 'request_id', 'answered_on', "'Wish answered: ' || wish", 'cast(null as string)'),
    'reason_recorded': ('churn_reasons', 'reason_id', 'reason_date', "'Reason to ' || event || ': ' || replace(reason_code, '_', ' ')", 'cast(null as string)'),
} %}
{%- for kind, (stream, id, day, title, user_id) in steps.items() %}
select
    staged.account_id,
    '{{ kind }}' as kind,
    staged.source_id,
    staged.title,
    staged.user_id,
    staged.event_date
from (
    select
        account_id,
        {{ id }} as source_id,
        {{ title }} as title,
        {{ user_id }} as user_id,
        {{ day }} as event_date,
        is_deleted
    from ({{ union_sources(stream) }}) as rows_of_stream
) as staged
inner join {{ ref('int_accounts') }} as accounts
    on staged.account_id = accounts.account_id
where
    not staged.is_deleted
    and staged.event_date <= {{ as_of() }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
