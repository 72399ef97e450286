select product, case when product_no = 1 then 'Core' else 'Add-ons' end as product_line,
    ['team', 'seller', 'marketing'][least(3, product_no)] as sales_motion,
    month_start(-24) as offered_from, null::date as offered_until
from product
order by product_no
