select account_id, product,
    pick(no, product_no, 'competitor', ['Brightplan', 'Nordsuite', 'A product of its own']) as competitor,
    greatest(start_on, plus_days(getvariable('as_of'), -whole(no, product_no, 'noted', 10, 500))) as noted_on,
    case when chance(no, product_no, 'amount known') < 0.6
        then round(base_eur * 12 * relative_size * (0.5 + chance(no, product_no, 'paid elsewhere')), -2) end::decimal(18, 2)
        as yearly_amount
from customer
cross join product
where start_on <= getvariable('as_of') and product_no > 1 and care_class in ('A', 'B')
    and chance(no, product_no, 'buys elsewhere') < 0.3
    and not exists (select 1 from lane where lane.no = customer.no and lane.product_no = product.product_no)
order by no, product_no
