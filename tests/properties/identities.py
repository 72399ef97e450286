"""A labelled company: customers of other systems, and the account that a careful person would link each to, if any."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from properties.books import FIRST_LANDING, Book, Row, Version

AS_OF = date(2026, 6, 30)

FIRST = (
    "Aurora", "Baltic", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo",
    "Juniper", "Kestrel", "Lumen", "Marlin", "Nordic", "Onyx", "Poplar", "Quartz", "Raven",
    "Sable", "Tundra", "Umbra", "Vesper", "Willow", "Zephyr",
)  # fmt: skip
SECOND = (
    "Paper", "Freight", "Foods", "Textiles", "Optics", "Robotics", "Marine", "Energy", "Medical",
    "Timber", "Analytics", "Packaging", "Ceramics", "Chemicals", "Logistics", "Instruments", "Furniture", "Plastics",
    "Software", "Metals",
)  # fmt: skip
PLACES = {
    "FI": (("Helsinki", "00100"), ("Turku", "20100"), ("Tampere", "33100"), ("Oulu", "90100")),
    "DE": (("Berlin", "10115"), ("München", "80331"), ("Köln", "50667")),
    "SE": (("Stockholm", "11122"), ("Göteborg", "41101")),
}
FORMS = {"FI": ("Oy", "Oy Ab", "osakeyhtiö"), "DE": ("GmbH", "G.m.b.H."), "SE": ("AB", "Aktiebolag")}
FREE_MAIL = ("gmail.com", "hotmail.com", "gmx.de")


@dataclass(frozen=True)
class CrmAccount(Row):
    """An account of the CRM with the facts by which it can be known again."""

    stream, key = "accounts", ("account_id",)
    account_id: str
    account_name: str
    country: str = "FI"
    city: str | None = None
    postal_code: str | None = None
    domain: str | None = None
    phone: str | None = None
    vat_id: str | None = None
    business_id: str | None = None


@dataclass(frozen=True)
class Contact(Row):
    """A person at an account."""

    stream, key = "contacts", ("contact_id",)
    contact_id: str
    account_id: str
    email: str
    is_active: str = "true"


@dataclass(frozen=True)
class SystemAccount(Row):
    """A customer of another system."""

    stream, key = "system_accounts", ("system", "system_account_id")
    system: str
    system_account_id: str
    account_id: str | None = None
    name: str | None = None
    vat_id: str | None = None
    business_id: str | None = None
    email: str | None = None
    domain: str | None = None
    phone: str | None = None
    country: str | None = None
    city: str | None = None
    postal_code: str | None = None


@dataclass
class Labelled:
    """The rows so far, and for every customer of another system its kind of case and the right account."""

    random: random.Random
    versions: list[Version] = field(default_factory=list)
    truth: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    kind: str = ""

    def account(self, name: str | None = None, *, bare: bool = False, **facts: Any) -> CrmAccount:
        """A new account; a bare one has nothing but its name and the facts given."""
        number = len(self.versions) + 1
        country = facts.get("country") or self.random.choice(list(PLACES))
        words = name or self.name()
        city, postal_code = self.random.choice(PLACES[country])
        digits = f"{20_000_000 + number * 7919 % 70_000_000:08d}"
        full = CrmAccount(
            account_id=f"ACC-{number:05d}",
            account_name=f"{words} {FORMS[country][0]}" if name is None else words,
            country=country,
            city=city,
            postal_code=postal_code,
            domain=f"{self.slug(words)}{number}.{country.lower()}",
            phone=f"+358 9 {digits[:3]} {digits[3:]}",
            vat_id=f"{country}{digits}",
        )
        if bare:
            full = replace(full, domain=None, phone=None, vat_id=None)
        made = replace(full, **facts)
        self.versions.append(Version(made))
        return made

    def contact(self, account: CrmAccount, email: str) -> None:
        """A person of an account."""
        self.versions.append(Version(Contact(f"CON-{len(self.versions) + 1:05d}", account.account_id, email)))

    def gone(self, account: CrmAccount) -> None:
        """The account vanishes from the CRM in a later landing."""
        self.versions.append(Version(account, run=2, known_on=FIRST_LANDING, is_deleted=True))

    def customer(self, right: CrmAccount | None, system: str = "billing", **facts: str | None) -> None:
        """A customer of another system, which is the account given or none."""
        number = f"{self.kind}-{len(self.truth) + 1:04d}"
        self.versions.append(Version(SystemAccount(system, facts.pop("system_account_id", None) or number, **facts)))
        row = self.versions[-1].row
        assert isinstance(row, SystemAccount)
        self.truth[row.system_account_id] = (self.kind, right.account_id if right else None)

    def name(self) -> str:
        """A name of two or three words; many share a word with others, and no two are the same."""
        number = len(self.versions)
        third = f" {SECOND[(number * 3 + 5) % len(SECOND)]}" if number % 3 else ""
        letters = "".join(chr(97 + number // power % 26) for power in (676, 26, 1))
        return f"{self.random.choice(FIRST)} {letters.capitalize()}{self.random.choice(('en', 'or', 'ia'))}{third}"

    def slip(self, name: str) -> str:
        """A name with one letter left out, doubled, or two of them swapped, inside its longest word."""
        word = max(name.split(), key=len)
        at = self.random.randrange(1, len(word) - 2)
        wrong = self.random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        return name.replace(word, wrong if wrong != word else word[:at] + word[at + 1 :], 1)

    @staticmethod
    def slug(words: str) -> str:
        """A name as a domain would hold it."""
        return "".join(letter for letter in words.lower() if letter.isascii() and letter.isalnum())


def core(account: CrmAccount) -> str:
    """An account's name without its last word, which is its legal form."""
    return account.account_name.rsplit(" ", 1)[0]


Case = Callable[[Labelled], None]


def labelled_company(seed: int) -> tuple[Book, dict[str, tuple[str, str | None]]]:
    """A company of every kind of case, the same for a seed, and per customer its kind and the right account."""
    from properties.identity_cases import DIFFERENT, THE_SAME

    made = Labelled(random.Random(seed))
    for case, times in _times(THE_SAME, DIFFERENT):
        made.kind = case.__name__
        for _ in range(times):
            case(made)
    return Book(AS_OF, tuple(made.versions)), made.truth


def _times(*groups: dict[Case, int]) -> Iterator[tuple[Case, int]]:
    for group in groups:
        yield from group.items()
