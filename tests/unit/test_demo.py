"""The demo company: the same bytes every time, nothing that a gate would refuse, and every kind of story in it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from flows.demo import company, write_demo
from flows.demo.stories import STORIES
from flows.errors import ConfigurationError
from flows.settings import PROJECT_ROOT

AS_OF = date(2026, 11, 5)
MONTHS = 24
DECLARED: dict[str, dict[str, Any]] = yaml.safe_load(
    (PROJECT_ROOT / "flows" / "sources" / "files" / "streams.yml").read_text(encoding="utf-8")
)
# The demo company's invoices are paid whole, so it needs no file of payments in parts.
STREAMS = {stream: spec for stream, spec in DECLARED.items() if stream != "payments"}
TYPES = {"month": "date", "decimal": "decimal(18, 6)", "integer": "bigint", "date": "date", "boolean": "boolean"}
NEVER_LATER = {
    "accounts": ["customer_since"],
    "contacts": ["left_date", "newsletter_opt_out_date"],
    "subscriptions": ["signed_date", "notice_date"],
    "invoice_lines": ["invoice_date", "posted_at"],
    "invoices": ["invoice_date", "paid_date"],
    "opportunities": ["created_date", "closed_date"],
    "tickets": ["created_at", "first_response_at", "solved_at", "updated_at"],
    "surveys": ["sent_date", "response_date"],
    "usage": ["date"],
    "account_plans": ["plan_start", "shared_on", "updated_on", "playbook_done_on"],
    "plan_goals": ["set_on", "starts_on", "achieved_on", "acknowledged_on"],
    "plan_actions": ["done_on"],
    "targets": ["set_on"],
    "account_analyses": ["written_on"],
    "projects": ["done_on"],
    "competitor_products": ["noted_on"],
    "commitments": ["made_on", "done_on", "told_late_on"],
    "feature_requests": ["requested_on", "answered_on"],
    "churn_reasons": ["reason_date"],
    "costs": ["month"],
    "account_potentials": ["estimated_on"],
    "entitlements": ["valid_from"],
    "key_account_ratings": ["rated_on"],
    "key_account_decisions": ["decided_on"],
    "products": ["offered_from"],
    "fx_rates": ["month"],
}
# Monthly value by the contract's first rule: anniversary months where they fit, else covered days of each month.
LENGTH = """
    case when day(service_end + 1) = day(service_start)
        then datediff('month', service_start, (service_end + 1)::date)::double
        else datediff('month', service_start, service_end) + day(service_end) / day(last_day(service_end))
            - (day(service_start) - 1) / day(last_day(service_start)) end"""
MONTHLY = f"""
    create table months as
    select range::date as month, last_day(range)::date as last
    from range(date '2024-11-01', date '2026-11-01', interval 1 month);
    create table invoiced as
    select month, account_id, sum(amount / ({LENGTH})) as mrr
    from invoice_lines join months on last between service_start and service_end
    where line_type in ('recurring', 'credit_correction') group by all;
    create table contracted as
    select month, account_id, sum(monthly_amount) as mrr
    from subscriptions join months on start_date <= last and coalesce(end_date >= last, true) group by all;
    create table roots as
    with recursive up as (
        select account_id, account_id as customer_id, parent_account_id from accounts
        union all
        select up.account_id, a.account_id, a.parent_account_id
        from up join accounts as a on a.account_id = up.parent_account_id
    )
    select account_id, customer_id from up where parent_account_id is null"""


def _demo(inbox: Path, accounts: int = 150, months: int = MONTHS, seed: int = 7) -> Path:
    write_demo(inbox, accounts=accounts, months=months, seed=seed, as_of=AS_OF)
    return inbox


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _demo(tmp_path_factory.mktemp("demo") / "inbox")


@pytest.fixture(scope="module")
def ask(inbox: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """A query over the files as written, typed as the streams' catalogue says."""
    connection = duckdb.connect()
    for stream, spec in STREAMS.items():
        columns = {name: _type(column["type"]) for name, column in spec["columns"].items()}
        connection.execute(
            f"create table {stream} as from read_csv('{inbox / stream}.csv', header = true, columns = {columns},"
            " timestampformat = '%Y-%m-%dT%H:%M:%SZ')"
        )
    connection.execute(MONTHLY)
    return lambda query: connection.execute(query).fetchall()


def _type(kind: str) -> str:
    return "timestamp" if kind == "timestamp" else TYPES.get(kind, "varchar")


def _bytes(inbox: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(inbox.iterdir())}


def test_the_same_arguments_give_the_same_bytes_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCOUNT360_THREADS", "1")
    alone = _bytes(_demo(tmp_path / "alone", accounts=60))
    monkeypatch.setenv("ACCOUNT360_THREADS", "3")
    assert _bytes(_demo(tmp_path / "together", accounts=60)) == alone


def test_large_companies_are_the_same_parquet_bytes_on_any_number_of_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "BATCH_ACCOUNTS", 25)
    monkeypatch.setenv("ACCOUNT360_THREADS", "1")
    alone = _bytes(_demo(tmp_path / "alone", accounts=60))
    monkeypatch.setenv("ACCOUNT360_THREADS", "3")
    assert _bytes(_demo(tmp_path / "together", accounts=60)) == alone
    assert set(alone) == {f"{stream}.parquet" for stream in STREAMS}


def test_batches_hold_the_rows_that_one_piece_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _demo(tmp_path / "whole", accounts=60)
    monkeypatch.setattr(company, "BATCH_ACCOUNTS", 25)
    batched = _demo(tmp_path / "batched", accounts=60)
    for stream, measure in (("invoice_lines", "sum(amount)"), ("activities", "count(*)"), ("accounts", "count(*)")):
        csv = duckdb.execute(f"select {measure}, count(*) from '{whole / stream}.csv'").fetchall()
        parquet = duckdb.execute(f"select {measure}, count(*) from '{batched / stream}.parquet'").fetchall()
        assert float(csv[0][0]) == pytest.approx(float(parquet[0][0]), abs=0.001)
        assert csv[0][1] == parquet[0][1]


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    seven, eight = (_bytes(_demo(tmp_path / str(seed), accounts=40, seed=seed)) for seed in (7, 8))
    assert all(seven[file] != eight[file] for file in ("accounts.csv", "invoice_lines.csv", "activities.csv"))


def test_a_smaller_demo_replaces_the_files_of_a_larger_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(company, "BATCH_ACCOUNTS", 10)
        _demo(tmp_path, accounts=21, months=3)
    _demo(tmp_path, accounts=20, months=3)
    assert {file.name for file in tmp_path.iterdir()} == {f"{stream}.csv" for stream in STREAMS}


@pytest.mark.parametrize(("accounts", "months"), [(0, 12), (20, 0), (20, 9999)])
def test_impossible_sizes_are_refused_in_a_sentence(tmp_path: Path, accounts: int, months: int) -> None:
    with pytest.raises(ConfigurationError, match="write a"):
        write_demo(tmp_path, accounts=accounts, months=months, seed=1, as_of=AS_OF)


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="name a folder"):
        write_demo(tmp_path / "file", accounts=1, months=1, seed=1, as_of=AS_OF)


@pytest.mark.parametrize(("accounts", "months"), [(1, 1), (5, 2), (14, 1), (20, 60)])
def test_the_smallest_companies_can_be_written(tmp_path: Path, accounts: int, months: int) -> None:
    rows = write_demo(tmp_path, accounts=accounts, months=months, seed=3, as_of=date(2024, 2, 29))
    assert rows["accounts"] == accounts
    assert set(rows) == set(STREAMS)


def test_the_returned_counts_are_the_rows_of_the_files(tmp_path: Path) -> None:
    rows = write_demo(tmp_path, accounts=30, months=6, seed=1, as_of=AS_OF)
    assert rows == {
        stream: duckdb.execute(f"select count(*) from read_csv('{tmp_path / stream}.csv')").fetchall()[0][0]
        for stream in STREAMS
    }


@pytest.mark.parametrize("stream", STREAMS)
def test_every_stream_has_its_columns_and_keeps_its_rules(
    stream: str, inbox: Path, ask: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    spec = STREAMS[stream]
    header = (inbox / f"{stream}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == ",".join(spec["columns"])
    key = ", ".join(spec["key"])
    assert ask(f"select {key} from {stream} group by {key} having count(*) > 1") == []
    conditions = [rule["sql"] for rule in spec.get("rules", [])]
    for name, column in spec["columns"].items():
        if column.get("required"):
            conditions.append(f"{name} is not null")
        if "choices" in column:
            conditions.append(f"{name} is null or {name} in {tuple(column['choices'])}")
        if "references" in column:
            other = column["references"]
            known = f"select {STREAMS[other]['key'][0]} from {other}"
            if "system" in spec:
                known += f" union all select system_account_id from system_accounts where system = '{spec['system']}'"
            conditions.append(f"{name} is null or {name} in ({known})")
    for condition in conditions:
        assert ask(f"select * from {stream} where not ({condition}) limit 3") == [], condition


@pytest.mark.parametrize(
    ("stream", "column", "other", "key"),
    [
        ("accounts", "parent_account_id", "accounts", "account_id"),
        ("accounts", "owner_id", "users", "user_id"),
        ("accounts", "csm_id", "users", "user_id"),
        ("accounts", "executive_sponsor_id", "users", "user_id"),
        ("activities", "contact_id", "contacts", "contact_id"),
        ("activities", "owner", "users", "user_id"),
        ("invoice_lines", "subscription_id", "subscriptions", "subscription_id"),
        ("plan_actions", "goal_id", "plan_goals", "goal_id"),
        ("plan_goals", "plan_id", "account_plans", "plan_id"),
        ("plan_goals", "parent_goal_id", "plan_goals", "goal_id"),
        ("targets", "owner_id", "users", "user_id"),
        ("surveys", "contact_id", "contacts", "contact_id"),
        ("tickets", "contact_id", "contacts", "contact_id"),
    ],
)
def test_ids_name_something(
    stream: str, column: str, other: str, key: str, ask: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    assert ask(f"select count(*) from {stream} where {column} is not null") > [(0,)]
    assert (
        ask(f"select {column} from {stream} where {column} is not null and {column} not in (select {key} from {other})")
        == []
    )


@pytest.mark.parametrize(("stream", "column"), [(s, c) for s, columns in NEVER_LATER.items() for c in columns])
def test_nothing_but_plans_lies_after_as_of(
    stream: str, column: str, ask: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    assert ask(f"select {column} from {stream} where {column}::date > date '{AS_OF}' limit 3") == []


def test_what_lies_ahead_is_planned(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert ask(f"select distinct status from activities where activity_date > date '{AS_OF}'") == [("planned",)]
    left_open = ask(
        f"""
        select distinct right(csm_id, 1) from activities join accounts using (account_id)
        where status = 'planned' and activity_date <= date '{AS_OF}'
        """
    )
    assert left_open == [("8",)]  # the one success manager in four who leaves plans open whose day has passed


def test_the_first_line_is_billed_on_the_first_day_of_the_months(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert ask("select min(service_start), min(invoice_date) from invoice_lines") == [
        (date(2024, 11, 1), date(2024, 11, 1))
    ]


def test_invoices_equal_their_lines(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert (
        ask(
            "select * from (select invoice_id, account_id, invoice_date, currency, sum(amount) as amount"
            " from invoice_lines group by all)"
            " as billed full join invoices as i using (invoice_id, account_id, invoice_date, currency)"
            " where billed.amount is distinct from i.amount"
        )
        == []
    )


def test_invoices_are_paid_early_late_and_not_at_all(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    early, late, undue, overdue = ask(
        f"select count_if(paid_date < due_date), count_if(paid_date > due_date),"
        f" count_if(paid_date is null and due_date >= date '{AS_OF}'),"
        f" count_if(paid_date is null and due_date < date '{AS_OF}') from invoices"
    )[0]
    assert min(early, late, undue, overdue) > 0


def test_every_kind_of_line_occurs(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    kinds = {kind for (kind,) in ask("select distinct line_type from invoice_lines")}
    assert kinds == {"recurring", "credit_correction", "credit_goodwill", "usage", "one_off"}
    annual, midmonth, prorated, trial, posted_late = ask(
        "select count_if(service_end - service_start > 360), count_if(day(service_start) > 1),"
        " count_if(description like '%seats changed%' and amount < 0), count_if(amount = 0),"
        " avg((posted_at::date > invoice_date)::int) from invoice_lines"
    )[0]
    assert min(annual, midmonth, prorated, trial) > 0
    assert 0.01 < posted_late < 0.06


def test_invoiced_mrr_agrees_with_the_contracts(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    differing = ask(
        "select account_id, min(month), count(*) from invoiced as i full join contracted as c using (month, account_id)"
        " where abs(coalesce(i.mrr, 0) - coalesce(c.mrr, 0)) > 0.05 group by account_id"
    )
    assert differing == [("ACC-00010", date(2026, 10, 1), 1)]


def test_movements_of_every_kind_occur(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    moves = ask("""
        with book as (
            select month, customer_id, coalesce(sum(mrr), 0) as mrr
            from months cross join roots left join invoiced using (month, account_id) group by all
        ),
        steps as (
            select *, lag(mrr, 1, 0) over earlier as opening, coalesce(max(mrr) over before, 0) as most
            from book
            window earlier as (partition by customer_id order by month),
                before as (partition by customer_id order by month rows between unbounded preceding and 1 preceding)
        )
        select count_if(opening < 0.01 and mrr > 0.01 and most < 0.01 and month > date '2024-11-01'),
            count_if(opening < 0.01 and mrr > 0.01 and most > 0.01), count_if(opening > 0.01 and mrr > opening + 1),
            count_if(opening > 0.01 and mrr > 0.01 and mrr < opening - 1), count_if(opening > 0.01 and mrr < 0.01)
        from steps""")[0]
    assert min(moves) >= 2, dict(zip(("new", "reactivation", "expansion", "contraction", "churn"), moves, strict=True))


def test_a_fifth_of_the_customers_bring_most_of_the_revenue(tmp_path: Path) -> None:
    _demo(tmp_path, accounts=1000, months=1)
    share = duckdb.execute(f"""
        with ranked as (
            select sum(monthly_amount) as mrr, row_number() over (order by sum(monthly_amount) desc) as rank,
                count(*) over () as customers
            from '{tmp_path}/subscriptions.csv' group by account_id
        )
        select sum(mrr) filter (rank <= ceil(0.2 * customers)) / sum(mrr) from ranked""").fetchall()[0][0]
    assert 0.70 < share < 0.90


def test_groups_have_up_to_three_levels(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    children, grandchildren, deeper = ask("""
        select count(p.account_id), count(g.account_id), count(g.parent_account_id) from accounts as a
        left join accounts as p on p.account_id = a.parent_account_id
        left join accounts as g on g.account_id = p.parent_account_id""")[0]
    assert 0.05 < children / 150 < 0.25
    assert grandchildren > 0
    assert deeper == 0


def test_rates_exist_for_every_month_and_currency_of_the_lines(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert (
        ask("""
        select distinct date_trunc('month', invoice_date), currency from invoice_lines
        where currency <> 'EUR' except select month, currency from fx_rates""")
        == []
    )


def test_churn_shows_in_use_months_before_notice(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    before, at_notice = ask("""
        with leaving as (select account_id, reason_date from churn_reasons where event = 'leave')
        select avg(active_users / licensed_seats) filter (reason_date - date between 250 and 320),
            avg(active_users / licensed_seats) filter (reason_date - date between 0 and 40)
        from usage join leaving using (account_id)""")[0]
    assert at_notice < 0.75 * before


def test_every_story_stands_at_its_account(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    names = dict(ask("select account_id, account_name from accounts"))
    assert {story.id: names[story.id] for story in STORIES} == {story.id: story.account_name for story in STORIES}
    assert 8 <= len(STORIES) <= 20
    assert all(story.story.endswith(".") for story in STORIES)


def test_key_accounts_are_few_and_meet_more_than_the_criterion_of_size(
    ask: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    # Two by their stories and the largest twentieth of 150 accounts.
    assert ask("select count_if(is_key_account), count(is_key_account) from accounts") == [(2 + 7, 150)]
    assert (
        ask("""
        select account_id from accounts where is_key_account
        and not (strategic_value is not null and reference_value is not null and innovativeness is not null)""")
        == []
    )
    # Nobody is a key account without wanting it; some that are declared were never asked.
    ((asked, declared),) = ask("select count_if(mutual_commitment), count(*) from accounts where is_key_account")
    assert 5 <= asked < declared


def test_plans_and_targets_tell_their_stories(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    levels = "case when account_id is not null then 'account' when owner_id is not null then 'owner' else 'company' end"
    assert ask(f"select distinct {levels} as level from targets order by 1") == [("account",), ("company",), ("owner",)]
    assert ask("select count(distinct framework) from account_analyses") == [(4,)]
    assert ask("select count(*) > 0 from projects where status = 'running'") == [(True,)]
    assert ask("select bool_or(is_milestone), bool_and(is_milestone) from plan_actions") == [(True, False)]
    assert ask("select * from competitor_products join subscriptions using (account_id, product)") == []


def test_some_customers_pause_for_up_to_three_months(tmp_path: Path) -> None:
    _demo(tmp_path, accounts=400)
    gaps = duckdb.execute(f"""
        with starts as (
            select account_id, start_date, lag(end_date) over (partition by account_id order by start_date) as last_end
            from '{tmp_path}/subscriptions.csv' where product = 'Compass'
        )
        select datediff('month', last_end, start_date - 1) as gap
        from starts where start_date > last_end + 1""").fetchall()
    assert {1, 2, 3} <= {gap for (gap,) in gaps}


def test_any_whole_number_is_a_seed(tmp_path: Path) -> None:
    assert write_demo(tmp_path, accounts=30, months=3, seed=-(10**30), as_of=AS_OF)["accounts"] == 30
    rows = duckdb.execute(
        f"select count(distinct account_name), count(domain) from '{tmp_path}/accounts.csv'"
    ).fetchall()
    assert rows == [(30, 30)]


def test_the_key_account_falls_silent_and_gives_notice(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    assert ask(
        "select notice_date, end_date from subscriptions where account_id = 'ACC-00001' and status = 'noticed'"
    ) == [(date(2026, 10, 24), date(2027, 1, 31))]
    assert ask(
        "select max(activity_date) < date '2026-04-01' from activities"
        " where account_id = 'ACC-00001' and direction = 'inbound'"
    ) == [(True,)]


def test_the_returned_customer_was_away_for_some_months(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    months = [month for (month,) in ask("select month from invoiced where account_id = 'ACC-00002' order by month")]
    # Away from the month at 0.45 of 24 (August 2025, after nine months) to the one at 0.65 (March 2026, after sixteen).
    assert date(2025, 8, 1) in months
    assert date(2025, 9, 1) not in months
    assert date(2026, 2, 1) not in months
    assert date(2026, 3, 1) in months


def test_the_group_moves_a_contract_without_losing_a_cent(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    end, given = ask("select end_date, monthly_amount from subscriptions where account_id = 'ACC-00004'")[0]
    start, taken = ask("select start_date, monthly_amount from subscriptions where account_id = 'ACC-00005'")[0]
    assert (start - end).days == 1
    assert given == taken
    assert ask(
        "select count(distinct customer_id) from roots where account_id between 'ACC-00003' and 'ACC-00006'"
    ) == [(1,)]


def test_the_other_stories_can_be_read_from_the_data(ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
    facts = {
        "small with potential": "select potential_annual = 480000 from accounts where account_id = 'ACC-00007'",
        "not contacted": "select count(*) = 0 from activities"
        " where account_id = 'ACC-00008' and not is_mass and activity_date > date '2024-11-05'",
        "late payer": "select avg(paid_date - due_date) > 25 from invoices"
        " where account_id = 'ACC-00009' and amount > 0",
        "awaiting renewal": "select max(service_end) = date '2026-09-30' from invoice_lines"
        " where account_id = 'ACC-00010' and line_type = 'recurring'",
        "champion left": "select left_date = date '2026-08-25' from contacts where contact_id = 'CON-00011-1'",
        "reference": "select min(score) = 10 from surveys where account_id = 'ACC-00012' and survey_type = 'NPS'",
        "not live": "select start_date > date '2026-11-05' and signed_date <= date '2026-11-05' from subscriptions"
        " where account_id = 'ACC-00013'",
        "grew": "select max(monthly_amount) > 2 * min(monthly_amount) filter (monthly_amount > 0) from subscriptions"
        " where account_id = 'ACC-00014'",
    }
    assert {name: ask(query) for name, query in facts.items()} == {name: [(True,)] for name in facts}
