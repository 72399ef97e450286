"""The part of the query behind the page of an account that says what it holds, pays, and what is planned with it."""

# How many rows a list shows; the counts of the marts tell how many there are.
STILL_OPEN = 10
NEWEST_INVOICES = 6
INVOICE_EVENTS = "('invoice_issued', 'invoice_paid')"


def of_shards(mart: str, column: str = "account_id") -> str:
    """The rows of a mart that are of the accounts in `shards`, by whose id they are."""
    return f"(select * from {mart} where {column} in (select {column} from shards))"


DEALINGS = f"""
    money as (
        select *, row_number() over (partition by account_id order by newest_first) as place
        from {of_shards("account_events")}
        where kind in {INVOICE_EVENTS}
    ),
    invoices as (
        select
            account_id,
            list([event_date::varchar, kind, title, amount::varchar] order by place) as invoices
        from money
        where place <= {NEWEST_INVOICES}
        group by account_id
    ),
    offers as (
        select
            account_id,
            list(
                [product, status, mrr::varchar, last_held_month::varchar, starts_on::varchar, competitor]
                order by mrr desc, list_position(['held', 'ordered', 'competitor', 'given_up'], status), product
            ) as offers
        from {of_shards("white_space")}
        group by account_id
    ),
    terms as (
        select
            account_id,
            list(
                [product, status, value_at_stake::varchar, term_end::varchar, notice_deadline::varchar,
                    readiness::varchar]
                order by term_end, subscription_id
            ) as terms
        from {of_shards("renewals")}
        group by account_id
    ),
    roles as (
        select
            account_id,
            list(
                [role, active_people::varchar, contacted_people::varchar, last_contact::varchar]
                order by active_people desc, role
            ) as roles
        from {of_shards("contact_coverage")}
        where active_people > 0
        group by account_id
    ),
    moods as (
        select
            account_id,
            list(
                [respondent_role, nps_band, nps::varchar, answers_12_months::varchar, respondents_12_months::varchar]
                order by respondents_12_months desc, respondent_role
            ) as moods
        from {of_shards("account_role_satisfaction")}
        group by account_id
    ),
    aims as (
        select
            plan_id,
            list(
                [goal_name, measure, target::varchar, actual::varchar, attainment::varchar, due_date::varchar,
                    achieved_on::varchar, is_overdue::varchar]
                order by achieved_on is not null, due_date, goal_id
            ) as goals
        from plan_goals
        group by plan_id
    ),
    undone as (
        select *, row_number() over (partition by plan_id order by due_date, action_id) as place
        from plan_milestones
        where status in ('open', 'overdue')
    ),
    steps as (
        select plan_id, list([milestone, due_date::varchar, owner_id, status] order by place) as actions
        from undone
        where place <= {STILL_OPEN}
        group by plan_id
    ),
    schemes as (
        select
            account_plans.account_id,
            {{
                'promise': any_value(value_promise),
                'start': any_value(plan_start::varchar),
                'end': any_value(plan_end::varchar),
                'updated': any_value(updated_on::varchar),
                'review': any_value(next_review_date::varchar),
                'target': any_value(revenue_target::varchar),
                'attainment': any_value(revenue_attainment::varchar),
                'open_actions': any_value(open_actions),
                'goals': any_value(account_plans.goals)
            }} as plan,
            any_value(aims.goals) as goals,
            any_value(steps.actions) as actions
        from account_planning
        inner join account_plans using (plan_id)
        left join aims using (plan_id)
        left join steps using (plan_id)
        group by account_plans.account_id
    )
"""
