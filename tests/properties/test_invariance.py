"""What must not change a result: the order of rows, their landings, the number of threads, and what comes later."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from properties.books import Book, Line, Subscription
from properties.oracle import last_published_month
from properties.rows import LAST_AS_OF
from properties.strategies import books, resent, thorough, whole_books
from properties.warehouse import Project, published

EVERYTHING = (
    "mrr_months", "mrr_movements", "kpi_months", "kpi_segment_months", "kpi_product_months", "cohort_retention",
    "cmrr_months", "receivables", "recognised_revenue_months", "mrr_restatements", "mrr_reported_months",
    "profitability",
)  # fmt: skip
BY_MONTH = ("mrr_months", "mrr_movements", "kpi_months", "kpi_segment_months", "kpi_product_months",
            "cohort_retention", "cmrr_months", "recognised_revenue_months")  # fmt: skip


@st.composite
def shuffled(draw: st.DrawFn, book: Book) -> tuple[Book, Book]:
    """A book, and the same with its rows in another order."""
    return book, replace(book, versions=tuple(draw(st.permutations(book.versions))))


@given(both=whole_books(mergers=True).flatmap(shuffled))
@thorough
def test_neither_the_order_of_rows_nor_the_number_of_threads_changes_anything(
    project: Project, both: tuple[Book, Book]
) -> None:
    one_thread = published(project, both[0], *EVERYTHING, threads=1)
    assert published(project, both[1], *EVERYTHING, threads=4) == one_thread


@given(both=whole_books(mergers=True).flatmap(resent))
@thorough
def test_rows_that_come_in_several_landings_give_the_same(project: Project, both: tuple[Book, Book]) -> None:
    assert published(project, both[0], *EVERYTHING) == published(project, both[1], *EVERYTHING)


@given(book=books(), later=st.integers(0, 400))
@thorough
def test_what_becomes_known_later_changes_no_month_of_then(project: Project, book: Book, later: int) -> None:
    """A build for a past day equals one that is made later from nothing but what was known on that day."""
    last = last_published_month(book.as_of)
    built = published(project, book, *BY_MONTH)
    looked_at_later = min(book.as_of + timedelta(days=later), LAST_AS_OF)
    rebuilt = published(project, _cut(book), *BY_MONTH, as_of=looked_at_later)
    then = {mart: [row for row in rows if row["month"] <= last] for mart, rows in rebuilt.items()}
    assert then == built
    assert published(project, _cut(book), *BY_MONTH) == built


def _cut(book: Book) -> Book:
    """The book as a person would have written it down on its own day."""
    kept = []
    for version in book.versions:
        row = version.row
        if isinstance(row, Line) and row.posted_on > book.as_of:
            continue
        if isinstance(row, Subscription):
            if row.signed_date > book.as_of:
                continue
            if row.notice_date and row.notice_date > book.as_of:
                row = replace(row, notice_date=None, end_date=None)
        kept.append(replace(version, row=row))
    return replace(book, versions=tuple(kept))
