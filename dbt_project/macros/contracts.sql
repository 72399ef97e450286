{# Whether a later contract of the same account and product takes over from one that ends on a day: it begins within the
   policy's days after it. Reads renewal_gap_days of `settings`. #}
{% macro takes_over(later, contracts, ends_on) -%}
    {{ contracts }}.account_id = {{ later }}.account_id
            and coalesce({{ contracts }}.product, '') = coalesce({{ later }}.product, '')
            and {{ contracts }}.subscription_id <> {{ later }}.subscription_id
            and {{ later }}.start_date > {{ ends_on }}
            and {{ later }}.start_date <= {{ add_days(ends_on, 'settings.renewal_gap_days') }}
{%- endmacro %}
