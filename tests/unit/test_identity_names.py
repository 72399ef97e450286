"""Names of companies, made comparable and compared: what no longer tells two of them apart, and what still does."""

import csv

import pytest

from flows.identity import LegalForms, comparable_name, likenesses, plain_words
from flows.settings import DEFAULT_POLICY


@pytest.fixture(scope="module")
def forms() -> LegalForms:
    with (DEFAULT_POLICY / "legal_forms.csv").open(encoding="utf-8") as file:
        rows = [(row["legal_form"], row["kind"], row["may_lead"] == "true") for row in csv.DictReader(file)]
    return LegalForms(rows)


@pytest.mark.parametrize(
    ("written", "words", "kind"),
    [
        ("Aurora Paper Oy", "aurora paper", "private_limited"),
        ("OY AURORA PAPER AB", "aurora paper", "private_limited"),
        ("Aurora Paper Oyj", "aurora paper", "public_limited"),
        ("Aurora Paper", "aurora paper", None),
        ("Müller & Söhne G.m.b.H.", "muller sohne", "private_limited"),
        ("Mueller and Soehne GmbH & Co. KG", "mueller soehne", "partnership"),
        ("Łódź Sp. z o.o.", "lodz", "private_limited"),
        ("Smith's Bakery, Ltd.", "smiths bakery", "private_limited"),
        ("AB Alfa (publ)", "alfa", "public_limited"),
        ("SE Systems Inc", "se systems", "corporation"),
        ("Kiinteistö Ørsted A/S", "kiinteisto orsted", "private_limited"),
        ("Oy", "oy", None),
    ],
)
def test_case_accents_punctuation_and_legal_forms_are_taken_off(
    forms: LegalForms, written: str, words: str, kind: str | None
) -> None:
    name = comparable_name(written, forms)
    assert name is not None
    assert (name.words, name.kind) == (words, kind)


@pytest.mark.parametrize("written", [None, "", " - ", "&"])
def test_nothing_is_left_of_a_name_without_letters(forms: LegalForms, written: str | None) -> None:
    assert comparable_name(written, forms) is None


def test_an_umlaut_may_be_spelt_in_three_ways(forms: LegalForms) -> None:
    names = [comparable_name(written, forms) for written in ("Müller Söhne", "Mueller Soehne", "Muller Sohne")]
    assert {name.joined for name in names if name} == {"mullersohne"}


def test_words_that_join_two_others_are_left_out() -> None:
    assert (
        plain_words("Meyer und Söhne")
        == plain_words("Meyer & Sohne")
        == plain_words("MEYER SOHNE")
        == ["meyer", "sohne"]
    )


def likeness(left: str, right: str) -> dict[str, object]:
    return {column: values[0] for column, values in likenesses([(left, right)], 0.8).items()}


def test_the_order_of_words_and_the_spaces_between_them_do_not_matter() -> None:
    assert likeness("paper aurora", "aurora paper")["name_similarity"] == 1
    assert likeness("pikku kivi", "pikkukivi")["name_similarity"] == 1


def test_one_slip_of_the_pen_costs_one_letter() -> None:
    # Eight letters of nine; two swapped letters are one slip, six of seven.
    assert likeness("pikukivi", "pikkukivi")["name_similarity"] == pytest.approx(8 / 9)
    assert likeness("kestrle", "kestrel")["name_similarity"] == pytest.approx(6 / 7)


def test_the_word_that_differs_most_is_told_of_names_that_are_alike() -> None:
    # Kestrel East and West: nine of eleven letters, but two of four in the second word.
    like = likeness("kestrel east", "kestrel west")
    assert like["name_similarity"] == pytest.approx(9 / 11)
    assert like["word_similarity"] == pytest.approx(2 / 4)
    # Of names that are less alike, and of names with more words, the whole is told.
    assert likeness("abc def", "xyz uvw")["word_similarity"] == 0
    assert likeness("data soft nordik", "datasoft nordic")["word_similarity"] == pytest.approx(13 / 14)


def test_numbers_and_further_words_are_told() -> None:
    assert likeness("studio 54", "studio 55")["has_same_numbers"] is False
    assert likeness("54 studio", "studio 54")["has_same_numbers"] is True
    assert [likeness("kestrel", "kestrel foods")[fact] for fact in ("is_shortened", "is_extended")] == [True, False]
    assert [likeness("kestrel foods", "kestrel")[fact] for fact in ("is_shortened", "is_extended")] == [False, True]
    assert [likeness("kestrel", "kestrel")[fact] for fact in ("is_shortened", "is_extended")] == [False, False]


def test_no_pairs_give_no_rows() -> None:
    assert set(map(len, likenesses([], 0.8).values())) == {0}
