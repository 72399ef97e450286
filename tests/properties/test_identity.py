"""Who is who across systems, scored on a labelled company: links must be right, and few may be missed."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import pytest

from properties.identities import labelled_company
from properties.warehouse import Project, build

LEAST_PRECISION, LEAST_RECALL = Fraction(99, 100), Fraction(95, 100)


@dataclass(frozen=True)
class Score:
    """Links made, links made rightly and links that a careful person would make."""

    made: int
    right: int
    wanted: int

    @property
    def precision(self) -> Fraction:
        """Share of the links made that are right."""
        return Fraction(self.right, self.made)

    @property
    def recall(self) -> Fraction:
        """Share of the links wanted that were made, and rightly."""
        return Fraction(self.right, self.wanted)


@pytest.mark.parametrize("seed", [1, 20260630])
def test_links_are_right_and_few_are_missed(project: Project, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    book, truth = labelled_company(seed)
    with build(project, book, "account_links", "identity_reviews") as warehouse:
        links = {row["system_account_id"]: row for row in warehouse.records("account_links")}
        reviewed = {row["subject_id"] for row in warehouse.records("identity_reviews")}
    assert set(links) == set(truth)
    found = {customer: row["account_id"] for customer, row in links.items()}
    right = [customer for customer, (_, account) in truth.items() if account and found[customer] == account]
    score = Score(
        made=sum(account is not None for account in found.values()),
        right=len(right),
        wanted=sum(account is not None for _, account in truth.values()),
    )
    wrong = Counter(kind for customer, (kind, account) in truth.items() if found[customer] not in {None, account})
    missed = Counter(kind for customer, (kind, account) in truth.items() if account and found[customer] is None)
    with capsys.disabled():
        print(
            f"\nIdentity, seed {seed}: {len(truth)} customers, {score.wanted} links wanted, {score.made} made;"
            f" precision {float(score.precision):.4f}, recall {float(score.recall):.4f};"
            f" wrong {dict(wrong)}, missed {dict(missed)}"
        )
    assert score.wanted >= 400
    assert score.precision >= LEAST_PRECISION
    assert score.recall >= LEAST_RECALL
    # What is missed is put before a person rather than lost.
    assert {c for c, (_, account) in truth.items() if account and found[c] is None} <= reviewed
