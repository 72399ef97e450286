-- Invoice lines, billed in advance; each kind of line has a number, so that line ids need no counting over the whole file.
create or replace temp table base_line as
with periods as (
    select *, unnest(range(months_from(anchor, seg_from) // billing - 1,
        months_from(anchor, least(coalesce(seg_to, getvariable('as_of')), getvariable('as_of'))) // billing + 2)) as k
    from segment
),
dated as (
    select *, plus_months(anchor, billing * k) as period_from,
        plus_days(plus_months(anchor, billing * (k + 1)), -1) as period_to
    from periods
),
starting as (
    select *, greatest(period_from, lane_from) as service_from,
        case when is_early then period_to else least(period_to, coalesce(lane_to, period_to)) end as service_to
    from dated
    where period_to >= seg_from and period_from <= coalesce(seg_to, period_to)
)
select *,
    -- The first line of a period carries the price at its start; what changes within the period is a line of its own.
    case when seg_from <= service_from then 0 else 1 end as is_proration,
    greatest(getvariable('first_day'),
        plus_days(greatest(service_from, seg_from),
            case when billing = 12 and seg_from < period_from then -whole(no, k, 'billed early', 0, 14)
            else 0 end)) as invoice_date
from starting
where service_to >= greatest(service_from, seg_from)
    and not coalesce(plot = 'awaiting_renewal' and service_from >= month_start(getvariable('months') - 1), false);

create or replace temp table line as
with recurring as (
    select no, product_no, product, subscription_id, currency, invoice_date,
        case when is_proration = 1 then 6 else 1 end as kind, 'recurring' as line_type,
        case when is_proration = 0 then monthly_amount * service_months(service_from, service_to)
            else (monthly_amount - former_amount) * service_months(seg_from, service_to) end as exact,
        case when is_proration = 0 then service_from else seg_from end as service_start,
        service_to as service_end, k, billing, monthly_amount
    from base_line
    where is_proration = 0 or monthly_amount <> former_amount
),
wrong as (
    select *, line_type = 'recurring' and kind = 1 and billing = 1 and exact > 20
        and chance(no, 100 * product_no + k, 'billed wrongly') < 0.006
        and plus_days(invoice_date, 25) <= getvariable('as_of') as is_wrong
    from recurring
),
kinds as (
    select no, product_no, product, subscription_id, currency, invoice_date, kind, k, line_type,
        round(exact, 2) + case when is_wrong then round(exact * 0.2, 2) else 0 end as amount, service_start,
            service_end,
        product || case kind when 6 then ', seats changed within the period' else case billing
            when 12 then ', annual fee' when 3 then ', quarterly fee'
            else ', monthly fee' end end as description
    from wrong
    union all
    select no, product_no, product, subscription_id, currency,
        plus_days(invoice_date, whole(no, k, 'corrected after', 8, 25)), 3, k, 'credit_correction',
        -round(exact * 0.2, 2), service_start, service_end, product || ', correction of seats billed wrongly'
    from wrong where is_wrong
    union all
    select no, product_no, product, subscription_id, currency, least(getvariable('as_of'), plus_days(seg_to, 3)), 8, k,
        'credit_correction',
        -round(monthly_amount * service_months(plus_days(seg_to, 1), service_to), 2), plus_days(seg_to, 1), service_to,
        product || ', credit for the unused term'
    from base_line
    where is_early and ends_lane and invoice_date <= getvariable('as_of')
        and seg_to between greatest(service_from, seg_from) and plus_days(service_to, -1)
    union all
    select no, product_no, product, subscription_id, currency,
        plus_days(invoice_date, whole(no, k, 'goodwill after', 5, 29)), 4, k, 'credit_goodwill',
        -round(monthly_amount * (0.05 + 0.2 * chance(no, k, 'goodwill size')), 2), service_start,
            least(service_end, plus_days(plus_months(service_start, 1), -1)),
        product || ', goodwill after an incident'
    from wrong where kind = 1 and not is_wrong and exact > 20
        and chance(no, 100 * product_no + k, 'goodwill') < 0.004 * billing
    union all
    select no, product_no, product, subscription_id, currency, plus_days(service_end, 1), 2, k, 'usage',
        round(monthly_amount * 0.3 * chance(no, k, 'usage size'), 2), service_start, service_end,
            product || ', records over the allowance'
    from wrong where product_no = 2 and billing = 1 and kind = 1 and exact > 5 and chance(no, 0, 'pays for usage') < 0.4
        and chance(no, k, 'over allowance') < 0.7
    union all
    select no, product_no, product, subscription_id, currency, seg_from, 5, 0, 'one_off',
        greatest(150, round(monthly_amount * 1.5, -1)), seg_from, plus_days(seg_from, 29), product || ', onboarding'
    from segment where seg = 1 and spell = 1 and seg_from > plus_days(getvariable('first_day'), 1) and seats >= 3
    union all
    select no, 1, 'Compass', subscription_id, currency, trial_from, 7, 0, 'recurring', 0, trial_from, trial_to,
        'Compass, trial' from trial
)
select no, account_key(no) as account_id, printf('INV-%05d-', no) || strftime(invoice_date, '%y%m%d') as invoice_id,
    printf('L%d%d%d', product_no, kind, abs(k) % 10) as line_id,
    subscription_id, invoice_date,
    -- Three lines in a hundred reach the books days or weeks later.
    at_hour(least(getvariable('as_of'), plus_days(invoice_date,
        case when chance(no, invoice_date - getvariable('first_day'), 'posted late') < 0.03
            then whole(no, invoice_date - getvariable('first_day'), 'posted after', 2, 35) else 0 end)),
        6 + 9 * chance(no, invoice_date - getvariable('first_day'), 'posted hour')) as posted_at,
    currency, amount::decimal(18, 2) as amount, service_start, service_end, line_type, description, product
from kinds
where invoice_date <= getvariable('as_of') and (amount <> 0 or kind in (1, 7));
