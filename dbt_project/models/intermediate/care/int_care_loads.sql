-- A week holds what the policy says, or more where the owner's year asks for more.
select
    dues.queue_id,
    cast(greatest(
        max(settings.week_contacts),
        ceil(max(settings.week_peak) * sum({{ safe_divide('12 * dues.min_count', 'dues.window_months') }}) / 52)
    ) as int) as week_capacity
from {{ ref('int_care_next_dues') }} as dues
cross join {{ ref('int_care_settings') }} as settings
group by dues.queue_id
