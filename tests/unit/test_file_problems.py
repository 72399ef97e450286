"""Every kind of bad input has its own plain sentence, and leaves the good rows of the file alone."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from flows.sources.files.check import check_inbox

GOOD = "account_id,account_name,customer_since,segment,potential_annual,is_key_account\n"
SUBSCRIPTIONS = "subscription_id,account_id,start_date,end_date,monthly_amount,currency\n"
ANYTHING = "text in the encoding that mapping.yml names (UTF-8 if none); a cp1252 file needs encoding: cp1252"


def sentences(inbox: Path, name: str, content: str | bytes) -> list[str]:
    """What the check says of one file, an inbox of accounts A1 and A2 being there."""
    if not name.startswith("accounts"):
        (inbox / "accounts.csv").write_text("account_id,account_name\nA1,Alpha\nA2,Beta\n")
    (inbox / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    report = check_inbox(inbox, earliest=date(2000, 1, 1), latest=date(2040, 12, 31))
    assert report.problem_count == len(report.problems)
    for stream in report.streams.values():
        assert stream.rows_read == stream.rows_good + stream.rows_refused
    return [problem.sentence() for problem in report.problems]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A1,Alpha,12.13.2024,,,", "customer_since: '12.13.2024' is not a date; write it as YYYY-MM-DD."),
        ("A1,Alpha,2024-02-30,,,", "customer_since: '2024-02-30' is not a date; write it as YYYY-MM-DD."),
        ("A1,Alpha,2024-2-3,,,", "customer_since: '2024-2-3' is not a date; write it as YYYY-MM-DD."),
        ("A1,Alpha,infinity,,,", "customer_since: 'infinity' is not a date; write it as YYYY-MM-DD."),
        (
            "A1,Alpha,2024-01-01 09:30:00,,,",
            "customer_since: '2024-01-01 09:30:00' is not a date; write it as YYYY-MM-DD.",
        ),
        ("A1,Alpha,0202-05-01,,,", "customer_since: '0202-05-01' is not a date between 2000-01-01 and 2040-12-31."),
        ("A1,Alpha,1999-12-31,,,", "customer_since: '1999-12-31' is not a date between 2000-01-01 and 2040-12-31."),
        ("A1,Alpha,2041-01-01,,,", "customer_since: '2041-01-01' is not a date between 2000-01-01 and 2040-12-31."),
        ("A1,Alpha,,D,,", "segment: 'D' is not one of A, B, C."),
        (
            "A1,Alpha,,,1e5,",
            "potential_annual: '1e5' is not a number; write it like 1234.50, "
            "with at most 12 digits before the decimals.",
        ),
        (
            "A1,Alpha,,,NaN,",
            "potential_annual: 'NaN' is not a number; write it like 1234.50, "
            "with at most 12 digits before the decimals.",
        ),
        (
            "A1,Alpha,,,1234567890123,",
            "potential_annual: '1234567890123' is not a number; write it like 1234.50, "
            "with at most 12 digits before the decimals.",
        ),
        ("A1,Alpha,,,,maybe", "is_key_account: 'maybe' is not true or false."),
        (" ,Alpha,,,,", "account_id: is empty; expected a value, for the column is required."),
    ],
)
def test_a_bad_value_is_named_with_file_row_and_column(tmp_path: Path, row: str, said: str) -> None:
    assert sentences(tmp_path, "accounts.csv", f"{GOOD}A0,Zero,,,,\n{row}\n") == [f"accounts.csv row 3, {said}"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b"A1,Alpha,,", ": expected 6 columns as in the header, found 4."),
        (b"A1,Alpha,,,,,x", ": expected 6 columns as in the header, found 7."),
        (b'A1,"Alpha,,,,', ": expected quotes in pairs around a whole value, a quote inside it written twice."),
        (b'A1,"Al"pha,,,,', ": expected quotes in pairs around a whole value, a quote inside it written twice."),
        (b"A1,Al\xffpha,,,,", f": expected {ANYTHING}."),
        (b"A1,Al\0pha,,,,", ": expected text without NUL characters."),
    ],
)
def test_a_row_that_cannot_be_split_is_refused_alone(tmp_path: Path, row: bytes, said: str) -> None:
    content = GOOD.encode() + b"A0,Zero,,,,\n" + row + b"\nA2,Beta,,,,\n"
    assert sentences(tmp_path, "accounts.csv", content) == [f"accounts.csv row 3{said}"]
    report = check_inbox(tmp_path, earliest=date(2000, 1, 1), latest=date(2040, 12, 31))
    assert (report.streams["accounts"].rows_good, report.streams["accounts"].rows_refused) == (2, 1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.csv", "", "accounts.csv: expected a header and rows; the file is empty."),
        ("accounts.csv", "\n\n", "accounts.csv: expected a header and rows; the file has blank lines only."),
        (
            "accounts.csv",
            "id,name\n1,x\n",
            "accounts.csv: expected the columns account_id, account_name; its header has id, name, "
            "so rename there or under columns in mapping.yml.",
        ),
        (
            "accounts.csv",
            "account_id;account_name\nA1;Alpha\n",
            "accounts.csv: expected values parted by ','; the header is one column, "
            'so write delimiter: ";" in mapping.yml.',
        ),
        (
            "accounts.csv",
            "account_id\taccount_name\nA1\tAlpha\n",
            "accounts.csv: expected values parted by ','; the header is one column, "
            "so write delimiter: tab in mapping.yml.",
        ),
        (
            "accounts.csv",
            "account_id,account_name,Account_Name\n",
            "accounts.csv: expected every column name once; the header has 'account_name' twice.",
        ),
        (
            "accounts.csv",
            b"PK\x03\x04rest",
            "accounts.csv: expected CSV text; the file holds a zip archive or a spreadsheet.",
        ),
        ("accounts.csv", b"PAR1restPAR1", "accounts.csv: expected CSV text; the file holds a Parquet file."),
        (
            "accounts.csv.gz",
            "account_id,account_name\n",
            "accounts.csv.gz: expected a gzip archive, as its name says; rename it or pack it again.",
        ),
        (
            "accounts.csv.gz",
            gzip.compress(b"account_id,account_name\nA1,Alpha\n", mtime=0)[:-9],
            "accounts.csv.gz: expected a whole gzip archive; it is cut off or damaged, so copy it again.",
        ),
        (
            "accounts.parquet",
            "account_id,account_name\n",
            "accounts.parquet: expected a Parquet file, as its name says; the file holds something else.",
        ),
        (
            "accounts.parquet",
            b"PAR1 cut off",
            "accounts.parquet: expected a whole Parquet file; it is cut off or damaged, so write it again.",
        ),
        (
            "accounts.parquet",
            b"PAR1 nonsense PAR1",
            "accounts.parquet: expected a whole Parquet file; it is cut off or damaged, so write it again.",
        ),
        (
            "accounts.csv",
            "account_id,account_name\n".encode("utf-16"),
            "accounts.csv: expected text in utf-8; the file is UTF-16, so write encoding: utf-16 in mapping.yml.",
        ),
        (
            "accounts.csv",
            b"account_id,n\xe4me\n",
            f"accounts.csv: expected a header of column names, but its first line is not {ANYTHING}.",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_whole(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    assert sentences(tmp_path, name, content) == [said]


def test_a_later_row_of_a_key_is_refused_and_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "accounts-1.csv").write_text("account_id,account_name\nA1,Alpha\nA2,Beta\n")
    assert sentences(tmp_path, "accounts-2.csv", "account_id,account_name\nA3,Gamma\nA1,Again\n") == [
        "accounts-2.csv row 3, account_id: 'A1' is not the only row of its key; "
        "accounts-1.csv row 2 came first and stands."
    ]


def test_a_row_that_breaks_a_rule_is_refused(tmp_path: Path) -> None:
    rows = "S1,A1,2024-05-01,2024-04-30,10,EUR\nS2,A1,2024-05-01,2024-05-01,10,EUR\n"
    assert sentences(tmp_path, "subscriptions.csv", SUBSCRIPTIONS + rows) == [
        "subscriptions.csv row 2, end_date: '2024-04-30' is not a day on or after start_date."
    ]


def test_a_recurring_line_needs_its_service_period(tmp_path: Path) -> None:
    content = (
        "invoice_id,line_id,account_id,invoice_date,currency,amount,service_start,service_end,line_type\n"
        "I1,1,A1,2024-01-01,EUR,10,2024-01-01,,recurring\nI1,2,A1,2024-01-01,EUR,10,,,one_off\n"
        "I1,3,A1,2024-01-01,EUR,10,,2024-01-31,one_off\n"
    )
    assert sentences(tmp_path, "invoice_lines.csv", content) == [
        "invoice_lines.csv row 2, service_end: is empty; "
        "expected a last day of service, which every recurring or correcting line needs.",
        "invoice_lines.csv row 4, service_start: is empty; "
        "expected a first day of service, since the line has a last one.",
    ]


def test_a_rate_of_zero_and_a_currency_of_two_letters_are_refused(tmp_path: Path) -> None:
    content = "month,currency,rate_to_reporting\n2024-01,USD,0\n2024-01-31,EU,1\n"
    assert sentences(tmp_path, "fx_rates.csv", content) == [
        "fx_rates.csv row 2, rate_to_reporting: '0' is not a rate above 0.",
        "fx_rates.csv row 3, currency: 'EU' is not a currency; write the three letters of ISO 4217, such as EUR.",
    ]


def test_an_unknown_account_is_named(tmp_path: Path) -> None:
    content = SUBSCRIPTIONS + "S1,A1,2024-05-01,,10,EUR\nS2,A9,2024-05-01,,10,EUR\n"
    assert sentences(tmp_path, "subscriptions.csv", content) == [
        "subscriptions.csv row 3, account_id: 'A9' is not the account_id of a good row of accounts."
    ]


def test_an_unknown_parent_and_a_circle_of_parents_are_named(tmp_path: Path) -> None:
    content = (
        "account_id,account_name,parent_account_id\nA1,Alpha,A3\nA2,Beta,A1\nA3,Gamma,A2\nA4,Delta,A9\n"
        "A5,Epsilon,A5\nA6,Zeta,A1\n"
    )
    assert sentences(tmp_path, "accounts.csv", content) == [
        "accounts.csv row 5, parent_account_id: 'A9' is not the account_id of a good row of accounts.",
        "accounts.csv row 2, parent_account_id: 'A3' is not a parent outside its own descendants; "
        "the circle is A1 > A3 > A2 > A1.",
        "accounts.csv row 6, parent_account_id: 'A5' is not a parent outside its own descendants; "
        "the circle is A5 > A5.",
    ]


def test_an_inbox_without_accounts_says_so(tmp_path: Path) -> None:
    report = check_inbox(tmp_path, earliest=date(2000, 1, 1), latest=date(2040, 12, 31))
    assert [problem.sentence() for problem in report.problems] == [
        "accounts.csv: expected this file, the only one that may not be missing."
    ]
    assert not report.is_clean


def test_the_list_is_cut_but_the_count_is_true(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(GOOD + "".join(f"A{n},,,,,\n" for n in range(20)))
    report = check_inbox(tmp_path, earliest=date(2000, 1, 1), latest=date(2040, 12, 31), listed=3)
    assert (len(report.problems), report.problem_count) == (3, 20)


def test_a_message_stays_on_one_line_whatever_the_value_holds(tmp_path: Path) -> None:
    (said,) = sentences(tmp_path, "accounts.csv", f'{GOOD}A1,Alpha,"20\n24{"x" * 200}",,,\n')
    assert said.startswith("accounts.csv row 2, customer_since: '20\\n24xxx")
    assert "…' is not a date" in said
    assert "\n" not in said


def test_a_row_may_name_a_customer_of_its_own_system(tmp_path: Path) -> None:
    (tmp_path / "system_accounts.csv").write_text(
        "system,system_account_id\nbilling,B-7\nsupport,D-7\n", encoding="utf-8"
    )
    rows = "S1,B-7,2026-01-01,,10,EUR\nS2,A2,2026-01-01,,10,EUR\nS3,D-7,2026-01-01,,10,EUR\n"
    said = sentences(tmp_path, "subscriptions.csv", SUBSCRIPTIONS + rows)
    assert said == [
        "subscriptions.csv row 4, account_id: 'D-7' is not the account_id of a good row of accounts, "
        "or a billing id of system_accounts."
    ]
