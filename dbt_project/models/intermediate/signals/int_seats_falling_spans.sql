-- What was held before is compared for as long as it lies no further back than is looked.
select
    held.account_id,
    held.product as subject,
    held.valid_from,
    least(held.valid_until, max({{ add_days('earlier.valid_until', 'rules.history_days') }})) as valid_until,
    cast(held.seats as string) || ' seats of ' || held.product || ', ' || cast(max(earlier.seats) as string)
    || ' in the ' || cast(rules.history_days as string) || ' days before.' as evidence
from {{ ref('int_seat_spans') }} as held
cross join {{ signal_rule('seats_falling') }} as rules
inner join {{ ref('int_seat_spans') }} as earlier
    on
        held.account_id = earlier.account_id
        and held.product = earlier.product
        and held.valid_from >= earlier.valid_until
        and held.valid_from < {{ add_days('earlier.valid_until', 'rules.history_days') }}
        and held.seats < rules.factor * earlier.seats
        and earlier.seats - held.seats >= rules.minimum
group by held.account_id, held.product, held.seats, held.valid_from, held.valid_until, rules.history_days
