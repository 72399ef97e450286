"""Opening plus every movement is closing, and the levels tell one story."""

from datetime import date
from decimal import Decimal
from itertools import groupby

from hypothesis import example, given

from properties.books import Account, Book, Line, add_months
from properties.oracle import customers_of, revaluation
from properties.strategies import books, retold, thorough
from properties.warehouse import Project, build

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn", "fx", "rounding")
ROUNDING, ACTIVE_OVER = Decimal("0.05"), Decimal("0.005")


@given(book=books(mergers=True))
@thorough
def test_the_bridge_closes_for_every_unit_month_and_level(project: Project, book: Book) -> None:
    with build(project, book, "int_mrr_movements") as warehouse:
        for row in warehouse.records("intermediate.int_mrr_movements"):
            assert row["opening"] + sum(row[name] for name in MOVEMENTS) == row["closing"]
            moved = [name for name in MOVEMENTS[:5] if row[name] != 0]
            assert moved == ([row["movement"]] if row["movement"] != "none" else [])
            assert row["contraction"] <= 0 and row["churn"] <= 0
            assert min(row["new"], row["reactivation"], row["expansion"], row["opening"], row["closing"]) >= 0


@given(book=books())
@thorough
def test_a_month_opens_with_what_the_month_before_closed_with(project: Project, book: Book) -> None:
    with build(
        project, book, "int_mrr_movements", "kpi_months", "kpi_segment_months", "kpi_product_months"
    ) as warehouse:
        units = warehouse.records("intermediate.int_mrr_movements")
        totals = warehouse.records("kpi_months") + warehouse.records("kpi_product_months")
    _assert_chained([((row["level"], row["unit_id"]), row) for row in units])
    _assert_chained([((row.get("level"), row.get("product")), row) for row in totals])


@given(book=books(mergers=True))
@thorough
def test_an_account_opens_with_what_it_closed_with_whoever_its_parent_is(project: Project, book: Book) -> None:
    with build(project, book, "int_mrr_movements", "kpi_months") as warehouse:
        units = warehouse.records("intermediate.int_mrr_movements")
    _assert_chained([((row["unit_id"],), row) for row in units if row["level"] == "account"])


@given(book=books(mergers=True))
@thorough
def test_levels_agree_unless_a_correction_exceeds_what_was_invoiced(project: Project, book: Book) -> None:
    """A unit below zero counts as zero, so levels differ in the months in which an account or a product is below it."""
    with build(project, book, "kpi_months", "kpi_product_months", "kpi_segment_months", "mrr_months") as warehouse:
        balances = warehouse.records("intermediate.int_mrr_balances")
        published = warehouse.records("mrr_months")
        by_level = {(row["level"], row["month"]): row for row in warehouse.records("kpi_months")}
        products, segments = warehouse.records("kpi_product_months"), warehouse.records("kpi_segment_months")
    overdrawn = {row["month"] for row in balances if row["closing"] < 0}
    for (level, month), row in by_level.items():
        assert row["closing"] == _total(segments, month, "closing") or level == "account"
        if month not in overdrawn:
            assert row["closing"] == _total(products, month, "closing") == _total(published, month, "mrr")
        if month not in overdrawn and add_months(month, -1) not in overdrawn:
            assert row["opening"] == _total(products, month, "opening")
            assert row["closing"] - row["opening"] == sum(_total(products, month, name) for name in MOVEMENTS)


@given(book=books())
@thorough
def test_segments_add_up_to_the_company(project: Project, book: Book) -> None:
    counted = (*MOVEMENTS, "opening", "closing", "arr", "customers_open", "customers_close", "customers_churned")
    with build(project, book, "kpi_months", "kpi_segment_months") as warehouse:
        segments = warehouse.records("kpi_segment_months")
        company = [row for row in warehouse.records("kpi_months") if row["level"] == "customer"]
    for row in company:
        assert {name: row[name] for name in counted} == {name: _total(segments, row["month"], name) for name in counted}


JANUARY, END_OF_JANUARY = date(2025, 1, 1), date(2025, 1, 31)
# A correction takes back all of January, first on the account's own invoice, then on its parent's.
TAKEN_BACK = [
    Book.of(
        date(2025, 3, 31),
        [
            Account("a0"),
            Account("a1", "a0"),
            Line("i1", "a1", Decimal(100), JANUARY, JANUARY, END_OF_JANUARY, product="core"),
            Line("i2", "a1", Decimal(100), date(2025, 2, 1), date(2025, 2, 1), date(2025, 2, 28), product="core"),
            Line("r1", billed, Decimal(-100), END_OF_JANUARY, JANUARY, END_OF_JANUARY, "credit_correction"),
        ],
    )
    for billed in ("a1", "a0")
]


@given(book=books(mergers=True))
@example(book=TAKEN_BACK[0])
@example(book=TAKEN_BACK[1])
@thorough
def test_every_movement_is_the_one_the_rules_name(project: Project, book: Book) -> None:
    """Movements worked out anew from the published balances of accounts and the hierarchy of each month."""
    with build(project, book, "mrr_months", "mrr_movements") as warehouse:
        balances = {(row["account_id"], row["month"]): row["mrr"] for row in warehouse.records("mrr_months")}
        movements = {(row["customer_id"], row["month"]): row for row in warehouse.records("mrr_movements")}
    for month in sorted({month for _, month in balances}):
        groups: dict[str, set[str]] = {}
        for account, customer in customers_of(book, month).items():
            groups.setdefault(customer, set()).add(account)
        for customer, accounts in groups.items():
            assert _without_fx(movements.get((customer, month))) == _expected(
                book, balances, accounts, month, movements.get((customer, month))
            )


@given(book=books(mergers=True).flatmap(retold))
@thorough
def test_ratios_are_drawn_from_their_own_sums(project: Project, book: Book) -> None:
    with build(project, book, "kpi_months", "kpi_segment_months", "kpi_product_months") as warehouse:
        marts = [warehouse.records(mart) for mart in ("kpi_months", "kpi_segment_months", "kpi_product_months")]
    for row in [row for mart in marts for row in mart]:
        if row["opening"] == 0:
            assert row["nrr"] is None and row["grr"] is None and row["logo_retention"] is None
            continue
        kept = row["opening"] + row["contraction"] + row["churn"]
        assert row["grr"] == float(kept) / float(row["opening"])
        assert row["grr"] <= 1 and row["grr"] <= row["nrr"]
        assert row["logo_retention"] == 1 - row["customers_churned"] / row["customers_open"]


def _assert_chained(rows: list[tuple[tuple[object, ...], dict[str, object]]]) -> None:
    ordered = sorted(rows, key=lambda pair: (str(pair[0]), str(pair[1]["month"])))
    for _, chain in groupby(ordered, key=lambda pair: pair[0]):
        closed, months = Decimal(0), []
        for _, row in chain:
            assert row["opening"] == closed
            closed = row["closing"]  # type: ignore[assignment]
            months.append(row["month"])
        assert len(set(months)) == len(months)


def _total(rows: list[dict[str, Decimal]], month: date, name: str) -> Decimal:
    return sum((row[name] for row in rows if row["month"] == month), Decimal(0))


def _without_fx(row: dict[str, Decimal] | None) -> dict[str, Decimal]:
    return {name: row[name] for name in ("opening", *MOVEMENTS, "closing")} if row else {}


def _expected(
    book: Book,
    balances: dict[tuple[str, date], Decimal],
    accounts: set[str],
    month: date,
    published: dict[str, Decimal] | None,
) -> dict[str, Decimal]:
    def held(at: date) -> Decimal:
        amount = sum((balances.get((account, at), Decimal(0)) for account in accounts), Decimal(0))
        return amount if amount > ACTIVE_OVER else Decimal(0)

    opening, closing = held(add_months(month, -1)), held(month)
    if opening == 0 and closing == 0:
        return {}
    moves = dict.fromkeys(MOVEMENTS, Decimal(0))
    if opening and closing:
        assert published is not None
        moves["fx"] = published["fx"]
        exact, parts = revaluation(book, accounts, month)
        assert abs(float(exact) - float(moves["fx"])) <= 0.005 * parts + 0.00001
        change = closing - opening - moves["fx"]
        moves["rounding" if abs(change) <= ROUNDING else "expansion" if change > 0 else "contraction"] = change
    elif opening:
        moves["churn"] = -opening
    else:
        active = [at for _, at in balances if at < month and held(at)]
        window = book.policy.get("reactivation_window_months")
        gap = 12 * (month.year - max(active).year) + month.month - max(active).month - 1 if active else None
        is_new = gap is None or (window and gap > int(window))
        moves["new" if is_new else "reactivation"] = closing
    return {"opening": opening, **moves, "closing": closing}
