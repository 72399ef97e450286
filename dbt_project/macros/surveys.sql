{# The headline of a group of answers by its type's method: good less bad answers or good answers in percent, or the
   mean. `count`, `good`, `bad` and `total` are sums over the group, of answers or of weights. #}
{% macro survey_value(method, count, good, bad, total) -%}
    case
        when {{ method }} in ('net_promoter', 'net_share') then 100 * {{ safe_divide(good ~ ' - ' ~ bad, count) }}
        when {{ method }} = 'top_share' then 100 * {{ safe_divide(good, count) }}
        else {{ safe_divide(total, count) }}
    end
{%- endmacro %}

{# 1.96 standard errors of good less bad answers, in points: of answers worth 1, 0 and -1, the variance over the
   count. #}
{% macro survey_margin95(method, count, good, bad) -%}
    case
        when {{ method }} in ('net_promoter', 'net_share')
            then 196 * sqrt((
                {{ safe_divide(good ~ ' + ' ~ bad, count) }}
                - {{ safe_divide(good ~ ' - ' ~ bad, count) }} * {{ safe_divide(good ~ ' - ' ~ bad, count) }}
            ) / {{ count }})
    end
{%- endmacro %}

{# The share of good answers in percent, of types whose headline does not say it. #}
{% macro survey_top_share(method, count, good) -%}
    case when {{ method }} in ('mean', 'net_share') then 100 * {{ safe_divide(good, count) }} end
{%- endmacro %}

{# Whether a mean answer recommends us; NULL of few people, for the mean of one would be what that person said.
   `types` is the survey type of the NPS, `settings` are those of surveys. #}
{% macro nps_band(mean, respondents, settings, types) -%}
    case
        when {{ respondents }} < {{ settings }}.respondents_minimum then null
        when {{ mean }} between {{ types }}.top_from and {{ types }}.top_to then 'promoter'
        when {{ mean }} between {{ types }}.bottom_from and {{ types }}.bottom_to then 'detractor'
        else 'passive'
    end
{%- endmacro %}
