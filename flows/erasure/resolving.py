"""From an id or an e-mail address to the person: all ids, names, addresses and what else leads to them."""

import json
import re
from collections.abc import Iterable

import duckdb

from flows.erasure.person import Person, folded, new_token
from flows.erasure.suppression import Suppressed, digest

LONG_NUMBER = re.compile(r"\d{9,}")
LONG_WORD = re.compile(r"[A-Z]{5,}")
SHORTEST_NAME = 5
DIGITS_OF_A_NUMBER = 6


def resolve(connection: duckdb.DuckDBPyConnection, sought: str, suppressed: Suppressed) -> Person | None:
    """The person with an id or an e-mail address (in any case), among the traces of people; None for nobody.

    Contacts who share the address are taken as one person. An id that was erased before keeps its token.
    """
    ids, emails = _closure(connection, sought)
    earlier = _erased_before(sought, suppressed)
    if not ids and not emails:
        if earlier is None:
            return None
        ids, emails = (set(), {folded(sought)}) if "@" in sought else ({sought.strip()}, set())
    listed = sorted(ids)
    objects = _objects(connection, emails)
    names = _column(connection, "name", listed) | _said_by(connection, objects, "name")
    shared = {name for name in names if _is_shared(connection, name, listed, objects)}
    parts = _said_by(connection, objects, "part")
    unclear = {name for name in ids if not _is_clear(connection, name)}
    tokens = {name: suppressed.tokens.get(digest(suppressed.key, "id", name)) or new_token() for name in listed}
    return Person(
        tokens=tokens,
        emails=frozenset(emails),
        names=frozenset(names - shared),
        shared_names=frozenset(shared | parts),
        details=frozenset(_details(connection, listed) | _said_by(connection, objects, "detail", is_folded=False)),
        quotes=frozenset(_quotes(connection, listed) | _said_by(connection, objects, "quote", is_folded=False)),
        unclear_ids=frozenset(unclear),
        objects=frozenset(objects),
        notes=tuple(_notes(connection, listed, emails, shared, unclear)),
    )


def _closure(connection: duckdb.DuckDBPyConnection, sought: str) -> tuple[set[str], set[str]]:
    """The ids and addresses that belong together: an id's addresses, and the contacts of each address."""
    own, address = sought.strip(), folded(sought)
    ids = {
        name
        for (name,) in connection.execute(
            "select distinct contact_id from traces where contact_id = ?", [own]
        ).fetchall()
    }
    found = connection.execute(
        "select count(*) from (select email from traces union all select value from objects where kind = 'email') "
        "where lower(trim(email)) = ?",
        [address],
    ).fetchall()[0][0]
    emails = {address} if found else set()
    while True:
        more_emails = emails | _column(connection, "email", sorted(ids))
        rows = connection.execute(
            "select distinct contact_id from traces "
            "where list_contains($emails, lower(trim(email))) and contact_id <> ''",
            {"emails": sorted(more_emails)},
        ).fetchall()
        more_ids = ids | {name for (name,) in rows}
        if (more_ids, more_emails) == (ids, emails):
            return ids, emails
        ids, emails = more_ids, more_emails


def _objects(connection: duckdb.DuckDBPyConnection, emails: set[str]) -> set[str]:
    """The objects of systems that ever held one of the addresses in a personal field."""
    rows = connection.execute(
        "select distinct object from objects where kind = 'email' and list_contains($emails, lower(trim(value)))",
        {"emails": sorted(emails)},
    ).fetchall()
    return {name for (name,) in rows}


def _said_by(
    connection: duckdb.DuckDBPyConnection, objects: set[str], kind: str, *, is_folded: bool = True
) -> set[str]:
    """What objects hold of one kind; of an object with several addresses nobody knows whose it is."""
    of_one = (
        "select object from objects where kind = 'email' group by object having count(distinct lower(trim(value))) = 1"
    )
    rows = connection.execute(
        "select distinct value from objects where kind = $kind and list_contains($objects, object) "
        f"and object in ({of_one})",
        {"kind": kind, "objects": sorted(objects)},
    ).fetchall()
    return {folded(value) if is_folded else value.strip() for (value,) in rows}


def _erased_before(sought: str, suppressed: Suppressed) -> str | None:
    return suppressed.tokens.get(digest(suppressed.key, "id", sought)) or suppressed.tokens.get(
        digest(suppressed.key, "email", sought)
    )


def _column(connection: duckdb.DuckDBPyConnection, column: str, ids: list[str]) -> set[str]:
    rows = connection.execute(
        f"select distinct {column} from traces where list_contains($ids, contact_id) and trim({column}) <> ''",
        {"ids": ids},
    ).fetchall()
    return {folded(value) for (value,) in rows}


def _is_shared(connection: duckdb.DuckDBPyConnection, name: str, ids: list[str], objects: set[str]) -> bool:
    """Whether a name may be another's: another contact's, an account's, a colleague's, or a word like any other."""
    if " " not in name or len(name) < SHORTEST_NAME:
        return True
    rows = connection.execute(
        "select name from traces where not list_contains($ids, coalesce(contact_id, '')) union select name from others "
        "union select value from objects where kind = 'name' and not list_contains($objects, object)",
        {"ids": ids, "objects": sorted(objects)},
    ).fetchall()
    return name in {folded(other) for (other,) in rows if other}


def _is_clear(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    has_both = re.search(r"\d", name) and re.search(r"\D", name)
    if not (has_both or LONG_NUMBER.fullmatch(name) or LONG_WORD.fullmatch(name)):
        return False
    return not connection.execute("select count(*) from cells where value = ?", [name]).fetchall()[0][0]


def _details(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> set[str]:
    """Telephone numbers, addresses and the like from the extra columns of the person's own row, unless shared."""
    own, others = set[str](), set[str]()
    rows = connection.execute("select contact_id, extra from traces where stream = 'contacts' and extra is not null")
    for name, extra in rows.fetchall():
        (own if name in ids else others).update(_telling(extra))
    return own - others


def _telling(extra: str) -> Iterable[str]:
    try:
        values = json.loads(extra).values()
    except (ValueError, AttributeError):
        return
    for value in values:
        text = str(value or "").strip()
        if "@" in text or len(re.findall(r"\d", text)) >= DIGITS_OF_A_NUMBER:
            yield text


def _quotes(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> set[str]:
    rows = connection.execute(
        "select distinct trim(quote) from traces where list_contains($ids, contact_id) and trim(quote) <> ''",
        {"ids": ids},
    ).fetchall()
    return {quote for (quote,) in rows}


def _notes(
    connection: duckdb.DuckDBPyConnection, ids: list[str], emails: set[str], shared: set[str], unclear: set[str]
) -> Iterable[str]:
    """What the operator should know of the person, without their name."""
    if len(ids) > 1:
        yield f"{len(ids)} contacts share an e-mail address and are taken as one person: all of them are erased."
    accounts = connection.execute(
        "select count(distinct account_id) from traces where stream = 'contacts' and list_contains($ids, contact_id)",
        {"ids": ids},
    ).fetchall()[0][0]
    if accounts > 1:
        yield f"The person stands at {accounts} accounts and is erased from each."
    if shared:
        yield (
            "The name is one word, or another person or account bears it too: it is taken out of the person's own "
            "rows only. Search free texts for it by hand."
        )
    if unclear:
        yield (
            "An id may mean something else as well: it is replaced where contact ids stand, not in texts and other "
            "columns."
        )
    if not emails:
        yield "No e-mail address of the person is known."
