"""What one table says, another says too: cohorts, receivables, restatements, profitability."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given

from properties.books import Account, Book, Cost, Invoice, Line, Payment, Rate, add_months, month_end, month_of
from properties.oracle import last_published_month, rates_of
from properties.strategies import books, retold, thorough, whole_books
from properties.warehouse import Project, build

HALF_A_CENT = Decimal("0.005")


TIE_OUTS = (
    "assert_a_cohort_begins_with_the_closing_book_of_its_month",
    "assert_accounts_add_up_to_their_customers_closing",
    "assert_annual_recurring_revenue_is_twelve_months",
    "assert_every_restatement_is_in_its_month",
    "assert_movements_add_up_to_the_key_figures",
    "assert_opening_is_the_closing_of_the_month_before",
    "assert_products_add_up_to_the_company",
    "assert_profitability_holds_revenue_and_costs_of_twelve_months",
    "assert_published_revenue_is_rounded_once",
    "assert_receivables_of_accounts_add_up_to_all",
    "assert_revenue_earned_and_deferred_is_what_was_invoiced",
    "assert_segments_add_up_to_the_company",
)


@given(book=whole_books(mergers=True).flatmap(retold))
@thorough
def test_every_tie_out_of_revenue_holds(project: Project, book: Book) -> None:
    tie_outs = [project.tie_outs[name] for name in TIE_OUTS]
    needed = {project.models[key].name for tie_out in tie_outs for key in tie_out.reads}
    with build(project, book, *needed) as warehouse:
        assert {tie_out.name: warehouse.broken(tie_out) for tie_out in tie_outs} == {name: [] for name in TIE_OUTS}


@given(book=books(mergers=True))
@thorough
def test_gross_retention_is_never_above_one_nor_above_net(project: Project, book: Book) -> None:
    with build(project, book, "cohort_retention") as warehouse:
        for row in warehouse.records("cohort_retention"):
            assert 0 <= row["grr"] <= 1
            assert row["grr"] <= row["nrr"] + 1e-9
            assert 0 <= row["logo_retention"] <= 1
            if row["month"] == row["base_month"]:
                assert row["grr"] == row["nrr"] == row["nrr_as_reported"] == row["logo_retention"] == 1


@given(book=books(mergers=True))
@thorough
def test_a_cohort_begins_with_the_closing_book_of_its_month(project: Project, book: Book) -> None:
    with build(project, book, "kpi_months", "cohort_retention") as warehouse:
        key_figures = {row["month"]: row for row in warehouse.records("kpi_months") if row["level"] == "customer"}
        cohorts = {(row["base_month"], row["month"]): row for row in warehouse.records("cohort_retention")}
    for month, row in key_figures.items():
        base = cohorts.get((month, month))
        assert (
            (base["base_mrr"], base["base_customers"]) == (row["closing"], row["customers_close"])
            if base
            else not row["closing"]
        )
        year_before = cohorts.get((add_months(month, -12), month))
        assert row["nrr_12_months"] == (year_before["nrr"] if year_before else None)
        assert row["grr_12_months"] == (year_before["grr"] if year_before else None)
        assert row["logo_retention_12_months"] == (year_before["logo_retention"] if year_before else None)


@given(book=whole_books())
@thorough
def test_receivables_of_all_are_those_of_every_account(project: Project, book: Book) -> None:
    with build(project, book, "receivables") as warehouse:
        rows = {row.pop("account_id"): row for row in warehouse.records("receivables")}
    of_all = rows.pop("ALL", None)
    if of_all is None:
        assert not [invoice for invoice in book.all(Invoice) if invoice.invoice_date <= book.as_of]
        return
    for amount in ("open_amount", "overdue_amount"):
        together = sum((row[amount] for row in rows.values()), Decimal(0))
        assert abs(of_all[amount] - together) <= HALF_A_CENT * (len(rows) + 1)
    overdue = [row["max_days_overdue"] for row in rows.values() if row["max_days_overdue"] is not None]
    assert of_all["max_days_overdue"] == (max(overdue) if overdue else None)
    assert abs(of_all["open_amount"] - _owed(book)) <= Decimal("0.01")


@given(book=books().flatmap(retold))
@thorough
def test_a_restated_month_was_reported_as_it_was_known_then(project: Project, book: Book) -> None:
    """The month as reported is what a build on its last day published; every row of a cause is rounded by itself."""
    with build(project, book, "mrr_reported_months", "mrr_restatements", "mrr_months") as warehouse:
        reported = warehouse.records("mrr_reported_months")
        restated = warehouse.records("mrr_restatements")
    causes = ("posted_later", "corrected_later", "changed_later", "removed_later", "rate_changed_later")
    for row in reported:
        assert row["mrr_as_reported"] + sum(row[cause] for cause in causes) == row["mrr_as_known_now"]
        assert row["reported_on"] == month_end(row["month"])
    told_later = dict.fromkeys(
        _retold_rates(book) + [month_of(line.service_start) for line in _told_later(book) if line.service_start]
    )
    by_month = {row["month"]: row for row in reported}
    for row in [by_month[month] for month in [month for month in told_later if month in by_month][:4]] + reported[-1:]:
        with build(project, book, "mrr_months", as_of=row["reported_on"]) as warehouse:
            then = [past["mrr"] for past in warehouse.records("mrr_months") if past["month"] == row["month"]]
        rounded = 2 * len(book.all(Account)) + len([one for one in restated if one["month"] == row["month"]])
        assert abs(sum(then, Decimal(0)) - row["mrr_as_reported"]) <= HALF_A_CENT * rounded


@given(book=whole_books())
@thorough
def test_profitability_holds_the_revenue_and_costs_of_twelve_months(project: Project, book: Book) -> None:
    with build(project, book, "profitability", "recognised_revenue_months") as warehouse:
        rows = warehouse.records("profitability")
        earned = warehouse.records("intermediate.int_revenue_product_months")
    last = last_published_month(book.as_of)
    first = add_months(last, -11)
    revenue = sum((row["revenue"] for row in earned if first <= row["month"] <= last), Decimal(0))
    rates = rates_of(book)
    charged = [cost for cost in book.all(Cost) if first <= cost.month <= last]
    spent = sum((Fraction(cost.amount) * rates[cost.month, cost.currency] for cost in charged), Fraction(0))
    assert abs(sum(row["revenue"] for row in rows) - revenue) <= HALF_A_CENT * (len(rows) + 1)
    assert abs(sum(Fraction(row["direct_cost"]) for row in rows) - spent) <= Fraction(HALF_A_CENT) * (len(rows) + 1)
    nobodys = [cost for cost in charged if cost.account_id is None]
    assert sorted({cost.product or "" for cost in nobodys}) == [
        row["product"] for row in rows if row["account_id"] == "UNALLOCATED"
    ]


def _retold_rates(book: Book) -> list[date]:
    """Months whose exchange rates a later landing stated otherwise."""
    return [version.row.month for version in book.versions if isinstance(version.row, Rate) and version.run > 1]


def _told_later(book: Book) -> list[Line]:
    """Lines that were posted after their service began, or stated otherwise by a later landing."""
    lines = [(version.run, version.row) for version in book.versions if isinstance(version.row, Line)]
    retold_first = [line for _, line in sorted(lines, key=lambda pair: -pair[0])]
    retold_lines = {line.invoice_id for run, line in lines if run > 1}
    is_late = {line: bool(line.service_start and line.posted_on > line.service_start) for line in retold_first}
    return [line for line in retold_first if line.invoice_id in retold_lines or is_late[line]]


def _owed(book: Book) -> Decimal:
    last = last_published_month(book.as_of)
    rates = {("EUR", last): Decimal(1)} | {
        (rate.currency, rate.month): rate.rate_to_reporting for rate in book.all(Rate)
    }
    owed = Decimal(0)
    for invoice in book.all(Invoice):
        parts = [
            part.amount
            for part in book.all(Payment)
            if part.invoice_id == invoice.invoice_id and part.paid_date <= book.as_of
        ]
        is_known, is_paid = (
            invoice.invoice_date <= book.as_of,
            bool(invoice.paid_date and invoice.paid_date <= book.as_of),
        )
        is_paid = is_paid or (invoice.amount > 0 and sum(parts) >= invoice.amount)
        latest = max(month for currency, month in rates if currency == invoice.currency and month <= last)
        if is_known and not is_paid:
            owed += (invoice.amount - sum(parts)) * rates[invoice.currency, latest]
    return owed
