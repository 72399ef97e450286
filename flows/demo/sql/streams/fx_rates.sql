select month, currency, rate_to_reporting from fx_rate order by month, currency
