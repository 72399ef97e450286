select
    cast(hand_over_id as string) as hand_over_id,
    cast(account_id as string) as account_id,
    cast(from_id as string) as from_id,
    cast(to_id as string) as to_id,
    cast(kind as string) as kind,
    cast(status as string) as status,
    cast(delay_days as int) as delay_days,
    has_note,
    cast(handed_over_on as date) as handed_over_on,
    cast(taken_up_on as date) as taken_up_on
from {{ ref('int_hand_over_delays') }}
