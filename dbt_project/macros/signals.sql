{# The row of a signal in the policy; none where the company has switched the signal off or left it out. #}
{% macro signal_rule(signal, policy='churn_signals') -%}
    (select * from {{ ref(policy) }} where signal = '{{ signal }}' and is_active)
{%- endmacro %}

{# The spans of every signal that dbt_project.yml lists, one under the other, without those that hold on no day yet. #}
{% macro signal_spans(signals) -%}
    {%- for signal in signals %}
    select
        '{{ signal }}' as signal,
        account_id,
        subject,
        valid_from,
        valid_until,
        evidence
    from {{ ref('int_' ~ signal ~ '_spans') }}
    where
        valid_from < valid_until
        and valid_from <= {{ as_of() }}
        {%- if not loop.last %}
    union all
        {%- endif %}
    {%- endfor %}
{%- endmacro %}

{# Episodes of signals out of their spans: a signal is over when it has stayed away for the policy's quiet_days, or when
   it has stood for lasts_days. The words are those of the first span; raised_on of a span is the day from which it
   held. An end that lies ahead is not known yet. #}
{% macro signal_episodes(spans, policy) -%}
    select
        signal,
        account_id,
        subject,
        evidence,
        valid_from as first_seen,
        case when valid_until <= {{ as_of() }} then valid_until end as cleared
    from (
        select
            ranked.signal,
            ranked.account_id,
            ranked.subject,
            ranked.evidence,
            ranked.valid_from,
            case
                when {{ add_days('ranked.valid_from', 'rules.lasts_days') }} < ranked.valid_until
                    then {{ add_days('ranked.valid_from', 'rules.lasts_days') }}
                else ranked.valid_until
            end as valid_until
        from (
            select
                merged.signal,
                merged.account_id,
                merged.subject,
                merged.valid_from,
                merged.valid_until,
                spans.evidence,
                row_number() over (
                    partition by merged.signal, merged.account_id, merged.subject, merged.valid_from
                    order by spans.raised_on asc, spans.evidence asc
                ) as earliest_first
            from (
                {{ merged_spans(spans, ['signal', 'account_id', 'subject']) }}
            ) as merged
            inner join {{ spans }} as spans
                on
                    merged.signal = spans.signal
                    and merged.account_id = spans.account_id
                    and merged.subject = spans.subject
                    and merged.valid_from = spans.valid_from
        ) as ranked
        inner join {{ ref(policy) }} as rules
            on ranked.signal = rules.signal
        where ranked.earliest_first = 1
    ) as episodes
    where valid_from <= {{ as_of() }}
{%- endmacro %}

{# The end of a span put off by some days; what has no end stays without one. #}
{% macro put_off(valid_until, days) -%}
    case
        when {{ valid_until }} >= {{ end_of_time() }} then {{ valid_until }}
        else {{ add_days(valid_until, days) }}
    end
{%- endmacro %}

{# Who has a role at an account; the owner where nobody has it. #}
{% macro holder_of_role(accounts, role) -%}
    coalesce(
        case {{ role }}
            when 'csm' then {{ accounts }}.csm_id
            when 'executive_sponsor' then {{ accounts }}.executive_sponsor_id
        end,
        {{ accounts }}.owner_id
    )
{%- endmacro %}

{# The name of a product and a module of it as one subject. #}
{% macro module_subject(product, module) -%}
    coalesce({{ product }}, '') || case when {{ module }} is null then '' else ' ' || {{ module }} end
{%- endmacro %}

{# A number in words without decimals, or with one. #}
{% macro whole_words(number) -%}
    cast(cast(round({{ number }}) as int) as string)
{%- endmacro %}

{% macro decimal_words(number) -%}
    cast(cast(round({{ number }}, 1) as decimal(12, 1)) as string)
{%- endmacro %}
