-- Who has given notice is not foretold; neither is who had no recurring revenue left to lose.
select
    scored.account_id,
    scored.month,
    scored.scored_on,
    min(churns.churn_month) as churn_month,
    min({{ months_between_months('scored.month', 'churns.churn_month') }}) as months_to_churn
from {{ ref('int_scored_accounts') }} as scored
inner join {{ ref('int_mrr_movements') }} as book
    on
        book.level = 'account'
        and scored.account_id = book.unit_id
        and scored.month = book.month
        and book.closing > 0
left join {{ ref('int_churn_dates') }} as churns
    on
        scored.account_id = churns.account_id
        and scored.month < churns.churn_month
where not scored.has_notice
group by scored.account_id, scored.month, scored.scored_on
