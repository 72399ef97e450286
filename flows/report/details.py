"""The query behind the pages of some accounts: their shards, their rows of account_360 and the lists below them."""

from flows.report.dealings import DEALINGS, STILL_OPEN, of_shards

# Months in which nothing moved are left out of the movements, not of the history.
SHARD_QUERY = f"""
    with history as (
        select account_id, month, mrr, revenue
        from {of_shards("mrr_months")}
        full join {of_shards("recognised_revenue_months")} using (account_id, month)
    ),
    histories as (
        select
            account_id,
            list([month::varchar, mrr::varchar, revenue::varchar] order by month) as history
        from history
        group by account_id
    ),
    movements as (
        select
            customer_id,
            list(
                [
                    month::varchar,
                    movement,
                    opening::varchar,
                    (new + reactivation + expansion + contraction + churn)::varchar,
                    (fx + rounding)::varchar,
                    closing::varchar
                ]
                order by month desc
            ) as movements
        from {of_shards("mrr_movements", "customer_id")}
        where movement <> 'none' or opening <> closing
        group by customer_id
    ),
    conflicts as (
        select account_id, list([conflict, evidence] order by conflict) as conflicts
        from {of_shards("source_conflicts")}
        group by account_id
    ),
    members as (
        select customer_id, list([account_id, account_name] order by account_id) as members
        from {of_shards("account_360", "customer_id")}
        group by customer_id
    ),
    events as (
        select
            account_id,
            list([event_date::varchar, kind, title, amount::varchar] order by newest_first) as events
        from {of_shards("account_events")}
        where is_recent
        group by account_id
    ),
    levels as (
        select
            account_id,
            list(
                [level, done::varchar, required::varchar, last_contact::varchar, status]
                order by list_position(['strategic', 'tactical', 'operational', 'any'], level)
            ) as levels
        from {of_shards("care_compliance")}
        group by account_id
    ),
    calendars as (
        select account_id, list([due_date::varchar, item, level, status, kind] order by due_date, item, uid) as calendar
        from {of_shards("care_calendar")}
        group by account_id
    ),
    {DEALINGS},
    unkept as (
        select *, row_number() over (partition by account_id order by promised_for, commitment_id) as place
        from {of_shards("commitments")}
        where status in ('open', 'overdue')
    ),
    promises as (
        select account_id, list([promise, promised_for::varchar, owner_id, status] order by place) as promises
        from unkept
        where place <= {STILL_OPEN}
        group by account_id
    ),
    unanswered as (
        select *, row_number() over (partition by account_id order by requested_on, request_id) as place
        from {of_shards("feature_requests")}
        where not is_answered
    ),
    wishes as (
        select account_id, list([wish, requested_on::varchar, days_waiting::varchar] order by place) as wishes
        from unanswered
        where place <= {STILL_OPEN}
        group by account_id
    ),
    warnings as (
        select
            account_id,
            list(
                [severity, evidence, suggested_action, owner_id, first_seen::varchar]
                order by list_position(['high', 'medium', 'low'], severity), first_seen desc, signal_id
            ) as signals
        from {of_shards("churn_signals")}
        where is_open
        group by account_id
    ),
    chances as (
        select
            account_id,
            list([evidence, suggested_action, owner_id, first_seen::varchar] order by first_seen desc, signal_id)
                as chances
        from {of_shards("buying_signals")}
        where is_open
        group by account_id
    ),
    parts as (
        select
            account_id,
            list(
                [component, value::varchar, effective_weight::varchar, points::varchar, change_week::varchar,
                    change_month::varchar]
                order by weight desc, component
            ) as health
        from {of_shards("account_health_components")}
        group by account_id
    )
    select
        shards.shard,
        accounts.*,
        customers.account_name as customer_name,
        parents.account_name as parent_name,
        histories.history,
        movements.movements,
        conflicts.conflicts,
        members.members,
        events.events,
        levels.levels,
        calendars.calendar,
        promises.promises,
        wishes.wishes,
        warnings.signals,
        chances.chances,
        parts.health,
        invoices.invoices,
        offers.offers,
        terms.terms,
        roles.roles,
        moods.moods,
        schemes.plan,
        schemes.goals,
        schemes.actions,
        today.change_week as health_change_week,
        today.action as health_action,
        teams.csm_state,
        teams.sponsor_state,
        teams.owner_since,
        money_due.avg_days_late,
        money_due.dso,
        voice.respondents_12_months,
        voice.expectation_gap,
        voice.decision_maker_last_answered,
        planning.contract_until
    from account_360 as accounts
    inner join shards using (account_id)
    left join account_360 as customers on accounts.customer_id = customers.account_id
    left join account_360 as parents on accounts.parent_account_id = parents.account_id
    left join histories on accounts.account_id = histories.account_id
    left join movements on accounts.customer_id = movements.customer_id
    left join conflicts on accounts.account_id = conflicts.account_id
    left join members on accounts.customer_id = members.customer_id
    left join events on accounts.account_id = events.account_id
    left join levels on accounts.account_id = levels.account_id
    left join calendars on accounts.account_id = calendars.account_id
    left join promises on accounts.account_id = promises.account_id
    left join wishes on accounts.account_id = wishes.account_id
    left join warnings on accounts.account_id = warnings.account_id
    left join chances on accounts.account_id = chances.account_id
    left join parts on accounts.account_id = parts.account_id
    left join invoices on accounts.account_id = invoices.account_id
    left join offers on accounts.account_id = offers.account_id
    left join terms on accounts.account_id = terms.account_id
    left join roles on accounts.account_id = roles.account_id
    left join moods on accounts.account_id = moods.account_id
    left join schemes on accounts.account_id = schemes.account_id
    left join account_health_today as today on accounts.account_id = today.account_id
    left join account_teams as teams on accounts.account_id = teams.account_id
    left join receivables as money_due on accounts.account_id = money_due.account_id
    left join account_voice as voice on accounts.account_id = voice.account_id
    left join account_planning as planning on accounts.account_id = planning.account_id
"""
