"""The languages of the report: its sentences by catalogue, and figures and days as each language writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale
    from markupsafe import Markup

Amount = Decimal | float | int
Messages = dict[str, str | tuple[str, ...]]

TRANSLATIONS = Path(__file__).parent / "translations"

# How each language is called in itself, and whose figures and days it writes unless the reader's browser knows better.
LANGUAGES = {"en": ("English", "en-GB"), "fi": ("Suomi", "fi-FI")}
# The language in which the report's sentences stand in the code.
WRITTEN_IN = "en"

AXIS_SIZES = ((Decimal(10) ** 9, "G"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k"))


@dataclass(frozen=True)
class Language:
    """One language of the report.

    Its methods give plain text for attributes and drawings; the templates' filters of the same names give elements
    that a page writes anew in the reader's own locale.
    """

    code: str

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return LANGUAGES[self.code][0]

    @property
    def tag(self) -> str:
        """The locale whose figures and days the pages are written with, such as `en-GB`."""
        return LANGUAGES[self.code][1]

    def t(self, message: str, **values: object) -> "Markup":
        """A sentence in this language; `{name}` stands for a value, which is escaped unless it is markup."""
        from markupsafe import Markup

        found = catalogue(self.code).get(message, message)
        text = Markup(found if isinstance(found, str) else found[0])  # noqa: S704
        return text.format(**values) if values else text

    def n(self, one: str, many: str, count: int, **values: object) -> "Markup":
        """A sentence that depends on a count; `{count}` stands for it as this language writes numbers."""
        from markupsafe import Markup

        found = catalogue(self.code).get(one, (one, many))
        forms = (found, found) if isinstance(found, str) else found
        return Markup(forms[0 if count == 1 else -1]).format(count=self.number(count), **values)  # noqa: S704

    def given(self, text: str) -> str:
        """A text that the policy gives, in this language where there is one; plain text, so that a page escapes it."""
        return str(self.t(text))

    def spoken(self, code: str) -> str:
        """A code of the marts, such as `under_review`, as words."""
        return self.given(code.replace("_", " "))

    def number(self, value: Amount, decimals: int = 0) -> str:
        """A number, rounded half up."""
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(rounded(value, decimals), pattern, self._locale)

    def signed(self, value: Amount, decimals: int = 0) -> str:
        """A number that always shows its sign; what rounds to zero has none."""
        text = self.number(value, decimals)
        return f"+{text}" if rounded(value, decimals) > 0 else text

    def money(self, amount: Amount | None, currency: str = "") -> str:
        """An amount to the cent, with its currency when one is given."""
        from babel.numbers import format_currency

        if amount is None:
            return str(self.t("not known"))
        if not currency:
            return self.number(amount, 2)
        return format_currency(rounded(amount, 2), currency, locale=self._locale, currency_digits=False)

    def signed_money(self, amount: Amount, currency: str) -> str:
        """An amount with its currency that always shows its sign; what rounds to zero has none."""
        text = self.money(amount, currency)
        return f"+{text}" if rounded(amount, 2) > 0 else text

    def percent(self, ratio: Amount | None, decimals: int = 1) -> str:
        """A ratio of 0 to 1 as percent."""
        if ratio is None:
            return str(self.t("not known"))
        pattern = str(self._locale.percent_formats[None].pattern)
        return pattern.replace("#,##0", self.number(100 * Decimal(str(ratio)), decimals))

    def day(self, day: date) -> str:
        """A day, such as 30 Jun 2026 or 30.6.2026."""
        from babel.dates import format_date

        return format_date(day, "medium", self._locale)

    def month(self, day: date) -> str:
        """The month of a day, such as Jun 2026 or 6/2026."""
        from babel.dates import format_skeleton

        return format_skeleton("yMMM" if self.code == "en" else "yM", day, locale=self._locale)

    def compact(self, value: Amount) -> str:
        """A number for an axis: 1.2M, 250k, 40."""
        amount = Decimal(str(value))
        for size, letter in AXIS_SIZES:
            if abs(amount) >= size:
                return self._short(amount / size) + letter
        return self._short(amount)

    def _short(self, amount: Decimal) -> str:
        from babel.numbers import format_decimal

        return format_decimal(rounded(amount, 2), "#,##0.##", self._locale)

    @property
    def _locale(self) -> "Locale":
        return _locale(self.tag)


def later(message: str) -> str:
    """A sentence that is translated where it is shown; here it is only marked for the catalogues."""
    return message


def rounded(value: Amount, decimals: int) -> Decimal:
    """A value rounded half up, never a negative zero."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + Decimal(0)


@cache
def catalogue(code: str) -> Messages:
    """The sentences of a language by the English ones; a pair for one and many where a count decides."""
    from babel.messages.pofile import read_po

    messages: Messages = {}
    for file in sorted((TRANSLATIONS / code).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=code):
                if message.id and message.string and not message.fuzzy:
                    written = message.string
                    messages[_first(message.id)] = written if isinstance(written, str) else tuple(written)
    return messages


def messages_for_pages(code: str) -> dict[str, Any]:
    """The sentences of a language for the scripts of the pages; none for the language they are written in."""
    return dict(catalogue(code)) if code != WRITTEN_IN else {}


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


@cache
def _locale(tag: str) -> "Locale":
    from babel import Locale

    return Locale.parse(tag, sep="-")
