"""A person is taken out of texts, rows and files of every kind, and nobody else is."""

import contextlib
import gzip
import json
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet
import pytest

from flows.erasure.delimited import clean_delimited
from flows.erasure.erase import erase
from flows.erasure.files import NotErasableError, clean_file
from flows.erasure.landing import clean_inbox
from flows.erasure.person import Person, folded
from flows.erasure.rows import clean_row, layout
from flows.erasure.suppression import key_file, load_suppressed, suppress, suppression_file
from flows.erasure.terms import Terms
from flows.errors import ConfigurationError
from flows.settings import Home
from flows.sources.files.erased import withhold_erased
from flows.sources.files.mapping import FileFormat
from flows.sources.files.reader import open_inbox
from flows.sources.files.validation import load_stream

TOKEN = "erased-0123"
ANN = Person(
    tokens={"C-7": TOKEN},
    emails=frozenset({"ann.o'hara@x.example"}),
    names=frozenset({"ännchen o'hara"}),
    details=frozenset({"+358 40 5550199"}),
    quotes=frozenset({"The queue was far too long"}),
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Ask Ännchen O'Hara, please", "Ask [erased], please"),
        ("ÄNNCHEN  O'HARA's desk", "[erased]'s desk"),
        ("A\u0308nnchen O'Hara", "[erased]"),
        (r'{"name": "\u00c4nnchen O\u0027Hara"}', '{"name": "[erased]"}'),
        (
            "<td>&Auml;nnchen O&#39;Hara</td><td>&#196;nnchen&nbsp;O&#x27;Hara</td>",
            "<td>[erased]</td><td>[erased]</td>",
        ),
        ("mailto:ann.o%27hara%40x.example?subject=", "mailto:[erased]?subject="),
        (r"first\nann.o'hara@x.example\nlast", r"first\n[erased]\nlast"),
        ("'Ännchen O''Hara','C-7'", f"'[erased]','{TOKEN}'"),
        (r"DESCRIPTION:The queue was far too long\, she said", r"DESCRIPTION:[erased]\, she said"),
        ("call +358 40 5550199", "call [erased]"),
        ("Joann.o'hara@x.example and C-77 and AC-7 and C-7-1", "Joann.o'hara@x.example and C-77 and AC-7 and C-7-1"),
        ("Ännchen O'Harald", "Ännchen O'Harald"),
        ("c-7 is a road", "c-7 is a road"),
    ],
)
def test_a_person_is_taken_out_of_a_text_however_it_is_escaped_and_nobody_else_is(text: str, cleaned: str) -> None:
    assert Terms(ANN).clean(text)[0] == cleaned


def test_a_calendar_is_searched_across_its_folded_lines() -> None:
    text = "SUMMARY:Meet Ännchen O'\r\n Hara\r\nDESCRIPTION:" + "x" * 70 + "\r\n y\r\n"
    cleaned, count = Terms(ANN).clean_calendar(text)
    assert (cleaned, count) == ("SUMMARY:Meet [erased]\r\nDESCRIPTION:" + "x" * 63 + "\r\n " + "x" * 7 + "y\r\n", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_a_text_file_keeps_its_encoding(encoding: str) -> None:
    cleaned, count = Terms(ANN).clean_bytes("Größe: Ännchen O'Hara\n".encode(encoding))
    assert (cleaned.decode(encoding), count) == ("Größe: [erased]\n", 1)


def test_a_name_in_letters_of_another_script_is_found() -> None:
    terms = Terms(Person(tokens={}, names=frozenset({"анна петрова"})))
    assert terms.clean("Спросите, Анна Петрова знает")[0] == "Спросите, [erased] знает"
    assert terms.clean(json.dumps("Анна Петрова"))[0] == '"[erased]"'


@pytest.mark.parametrize(
    ("name", "text"), [("Jörg Weiß", "JÖRG WEISS"), ("İbrahim Kaya", "İbrahim Kaya"), ("Eva Å", "Eva A\u030a")]
)
def test_a_name_whose_letters_change_their_number_with_the_case_is_found(name: str, text: str) -> None:
    assert Terms(Person(tokens={}, names=frozenset({folded(name)}))).clean(f"({text})")[0] == "([erased])"


def test_facts_of_the_person_stay_and_point_to_a_token_while_what_was_said_is_emptied() -> None:
    columns = ("response_id", "contact_id", "score", "comment", "_extra")
    cleaned, changed = clean_row(("R1", "C-7", "3", "slow", '{"phone": "1"}'), layout(columns), Terms(ANN))
    assert (cleaned, changed) == (["R1", TOKEN, "3", None, None], 3)
    cleaned, changed = clean_row(("R2", "C-8", "3", "ask Ännchen O'Hara", None), layout(columns), Terms(ANN))
    assert (cleaned, changed) == (["R2", "C-8", "3", "ask [erased]", None], 1)


def test_a_name_that_another_bears_goes_from_the_persons_own_rows_only() -> None:
    terms = Terms(Person(tokens={"C-7": TOKEN}, shared_names=frozenset({"ann lee"})))
    places = layout(("contact_id", "subject"))
    assert clean_row(("C-7", "Ann Lee called"), places, terms)[0] == [TOKEN, "[erased] called"]
    assert clean_row(("C-8", "Ann Lee called"), places, terms)[0] == ["C-8", "Ann Lee called"]


def test_an_id_that_may_mean_something_else_is_replaced_where_contact_ids_stand_only() -> None:
    terms = Terms(Person(tokens={"1001": TOKEN}, unclear_ids=frozenset({"1001"})))
    assert clean_row(("1001", "1001", "room 1001"), layout(("contact_id", "amount", "note_of")), terms)[0] == [
        TOKEN,
        "1001",
        "room 1001",
    ]


def test_a_refused_row_goes_whole_when_the_person_is_among_its_values() -> None:
    places = layout(("value", "expected", "raw"))
    refused = ("in May", "a date", '{"contact_id":"C-7","left_date":"in May"}')
    assert clean_row(refused, places, Terms(ANN))[0] == [None, "a date", None]
    assert clean_row(("x", "a date", "C-70,AURORA"), places, Terms(ANN))[1] == 0


def test_a_delimited_file_keeps_every_other_byte_and_its_dialect(tmp_path: Path) -> None:
    source, target = tmp_path / "k.csv.gz", tmp_path / "new.csv.gz"
    form = FileFormat(delimiter=";", encoding="cp1252")
    lines = [
        "contact_id;name;note\r\n",
        '"C-8";"Größe ""L""";"zwei\r\nZeilen"\r\n',
        'C-7;Ännchen O\'Hara;"a;b"\r\n',
        'C-9;"never closed;C-7\r\n',
        "C-7;one;field;too;many\r\n",
        "C-10;x;by C-7",
    ]
    source.write_bytes(gzip.compress("".join(lines).encode("cp1252")))
    changed = clean_delimited(source, target, Terms(ANN), form, layout)
    assert gzip.decompress(target.read_bytes()).decode("cp1252") == "".join(
        [*lines[:2], f"{TOKEN};;\r\n", "[erased]\r\n", "[erased]\r\n", f"C-10;x;by {TOKEN}"]
    )
    assert changed == 6


def test_a_mapped_file_is_cleaned_under_its_own_names(tmp_path: Path) -> None:
    inbox, home = tmp_path / "inbox", Home(tmp_path)
    inbox.mkdir()
    (inbox / "mapping.yml").write_text(
        "streams:\n  contacts:\n    files: kunden.txt\n    delimiter: tab\n    encoding: cp1252\n"
        "    columns: {contact_id: Nummer, account_id: Konto, name: Wer, email: Post}\n",
        "utf-8",
    )
    header = "Nummer\tKonto\tWer\tPost\tTelefon\n"
    (inbox / "kunden.txt").write_bytes(f"{header}C-7\tA\tÄnnchen\tx@y\t12\nC-8\tA\tBö\tb@y\t34\n".encode("cp1252"))
    found, _ = clean_inbox(home, open_inbox(inbox), Terms(ANN), False, tmp_path)
    assert (inbox / "kunden.txt").read_bytes().decode("cp1252") == f"{header}{TOKEN}\tA\t\t\t\nC-8\tA\tBö\tb@y\t34\n"
    assert (found.files, found.values, found.unhandled) == (1, 4, [])


def test_a_parquet_file_with_numeric_ids_gets_a_token_among_them(tmp_path: Path) -> None:
    source, target = tmp_path / "t.parquet", tmp_path / "new.parquet"
    pyarrow.parquet.write_table(
        pyarrow.table({"contact_id": [7, 8], "hours": [1.5, 2.5], "tags": [["x"], None]}), source
    )
    person = Person(tokens={"7": TOKEN}, unclear_ids=frozenset({"7"}))
    assert clean_file(source, target, Terms(person)) == 1
    assert pyarrow.parquet.read_table(target).to_pylist() == [
        {"contact_id": TOKEN, "hours": 1.5, "tags": ["x"]},
        {"contact_id": "8", "hours": 2.5, "tags": None},
    ]


def test_a_duckdb_file_is_written_anew_so_that_no_free_block_keeps_the_person(tmp_path: Path) -> None:
    source, target = tmp_path / "m.duckdb", tmp_path / "new.duckdb"
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute(f"attach '{source}' as m (storage_version 'v1.0.0')")
        connection.execute("create table m.calls as select 'C-7' as contact_id, 'Ännchen O''Hara' as evidence, 1 as n")
        connection.execute("insert into m.calls select 'C-' || range, 'other', range from range(100, 3000)")
        connection.execute("comment on table m.calls is 'who calls'; create view m.few as select * from calls limit 1")
    assert clean_file(source, target, Terms(ANN)) == 2
    assert b"nnchen" in source.read_bytes()
    assert b"nnchen" not in target.read_bytes()
    with contextlib.closing(duckdb.connect(str(target), read_only=True)) as connection:
        assert connection.execute("from few").fetchall() == [(TOKEN, None, 1)]
        assert connection.execute("select count(*), sum(n) from calls").fetchall() == [(2901, 4_493_551)]
        assert connection.execute("select comment from duckdb_tables()").fetchall() == [("who calls",)]
        version = connection.execute("select tags['storage_version'] from duckdb_databases() where path is not null")
        assert version.fetchall() == [("v1.0.0+",)]


def test_a_file_that_cannot_be_written_anew_is_named_when_the_person_is_in_it(tmp_path: Path) -> None:
    book = tmp_path / "contacts.xlsx"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "<v>&#196;nnchen O'Hara</v>")
    with pytest.raises(NotErasableError, match="an archive or a spreadsheet"):
        clean_file(book, tmp_path / "new", Terms(ANN))
    unknown = tmp_path / "cache.bin"
    unknown.write_bytes(b"\0\1" + "ann.o'hara@x.example".encode("utf-16-le"))
    with pytest.raises(NotErasableError, match="a kind that is not known"):
        clean_file(unknown, tmp_path / "new", Terms(ANN))


def test_the_place_of_a_cell_is_nobodys_id(tmp_path: Path) -> None:
    def book(text: str) -> Path:
        path = tmp_path / "account360.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            cell = f'<dimension ref="A1:P2"/><c r="P2" t="inlineStr"><is><t>{text}</t></is></c>'
            archive.writestr("xl/worksheets/sheet1.xml", f'{cell}<autoFilter ref="P2"/>')
        return path

    terms = Terms(Person({"P2": TOKEN}))
    assert clean_file(book("Aurora Group"), tmp_path / "new", terms) == 0
    with pytest.raises(NotErasableError, match="an archive or a spreadsheet"):
        clean_file(book("asked by P2"), tmp_path / "new", terms)


def test_contacts_who_share_an_address_are_erased_together_and_a_trial_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.inbox.mkdir()
    home.work.mkdir()
    rows = "C-1,A,Jo Roe,jo@x.example\nC-2,B,Jo Roe,JO@x.example\nC-3,B,Jo Roe,other@x.example\n"
    contacts = home.inbox / "contacts.csv"
    contacts.write_text(f"contact_id,account_id,name,email\n{rows}", "utf-8")
    before = contacts.read_bytes()
    assert erase(home, home.inbox, "C-1", is_trial=True).values == 6
    assert contacts.read_bytes() == before
    assert sorted(path.name for path in home.work.iterdir()) == []
    erasure = erase(home, home.inbox, "C-1")
    kept = contacts.read_text("utf-8").splitlines()
    assert kept[3] == "C-3,B,Jo Roe,other@x.example"
    assert [(line[:7], line[31:]) for line in kept[1:3]] == [("erased-", ",A,,"), ("erased-", ",B,,")]
    assert [note.split(":")[0] for note in erasure.notes[:3]] == [
        "2 contacts share an e-mail address and are taken as one person",
        "The person stands at 2 accounts and is erased from each.",
        "The name is one word, or another person or account bears it too",
    ]
    with pytest.raises(ConfigurationError, match="nobody of that id or e-mail address"):
        erase(home, home.inbox, "nobody@x.example")


def test_the_list_of_erased_people_names_nobody_and_is_its_owners_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.work.mkdir()
    suppress(home, ANN, load_suppressed(home), date(2026, 1, 2))
    for path in (suppression_file(home), key_file(home)):
        assert path.stat().st_mode & 0o777 == 0o600
    text = suppression_file(home).read_text("utf-8").casefold()
    assert "hara" not in text
    assert "c-7" not in text
    assert [json.loads(line)["kind"] for line in text.splitlines()] == ["id", "email", "name"]


def test_erased_people_come_in_without_what_names_them_under_a_new_id_too(tmp_path: Path) -> None:
    home, inbox = Home(tmp_path), tmp_path / "inbox"
    home.work.mkdir()
    inbox.mkdir()
    suppress(home, ANN, load_suppressed(home), date(2026, 1, 2))
    contacts = f"C-7,A,Ännchen O'Hara,,x\nC-8,A,Bo,bo@x,y\nC-99,A,Ä,Ann.O'Hara@x.example,z\n{TOKEN},A,Ä,,\n"
    (inbox / "contacts.csv").write_text(f"contact_id,account_id,name,email,phone\n{contacts}C-7,A\n", "utf-8")
    surveys = "R1,NPS,C-99,bad\nR2,NPS,C-8,\"Ännchen O'Hara (ann.o'hara@x.example) knows\"\n"
    (inbox / "surveys.csv").write_text(f"response_id,survey_type,contact_id,comment\n{surveys}", "utf-8")
    with contextlib.closing(duckdb.connect()) as connection:
        sentences = {}
        for name, stream in open_inbox(inbox).streams.items():
            incoming = load_stream(connection, stream, earliest=date(2000, 1, 1), latest=date(2100, 1, 1))
            _, sentences[name] = withhold_erased(connection, stream, incoming, home, date(2026, 1, 3))
        people = connection.execute("select contact_id, name, email, _extra, _row_key from good_contacts").fetchall()
        answers = connection.execute("select contact_id, comment from good_surveys order by response_id").fetchall()
        refused = connection.execute("select distinct raw, value from problems_contacts").fetchall()
    again = next(name for name, *_ in people if name not in (TOKEN, "C-8"))
    assert again.startswith("erased-")
    assert sorted(people) == sorted(
        [
            (TOKEN, None, None, None, TOKEN),
            ("C-8", "Bo", "bo@x", '{"phone":"y"}', "C-8"),
            (again, None, None, None, again),
        ]
    )
    assert answers == [(again, None), ("C-8", "[erased] ([erased]) knows")]
    assert refused == [("[erased]", None)]
    assert (sentences["contacts"] or "").startswith("contacts: 3 rows of erased people came in again")
    assert (sentences["surveys"] or "").startswith("surveys: 1 row of an erased person came in again")
