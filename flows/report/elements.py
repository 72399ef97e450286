"""The templates' filters: figures and days as elements that a page writes anew in its reader's own locale."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.report.language import Amount, Language, rounded

if TYPE_CHECKING:
    from markupsafe import Markup


def filters(language: Language) -> dict[str, Callable[..., Any]]:
    """The filters of a language by name; what is None stands as "not known" or as the words given instead."""

    def number(value: Amount | None, decimals: int = 0, instead: str | None = None) -> "Markup":
        if value is None:
            return _unknown(language, instead)
        return _data(rounded(value, decimals), "number", language.number(value, decimals))

    def signed(value: Amount | None, decimals: int = 0, instead: str | None = None) -> "Markup":
        if value is None:
            return _unknown(language, instead)
        return _data(rounded(value, decimals), "signed", language.signed(value, decimals))

    def money(amount: Amount | None, currency: str = "", instead: str | None = None) -> "Markup":
        if amount is None:
            return _unknown(language, instead)
        return _data(rounded(amount, 2), (currency and "money") or "number", language.money(amount, currency))

    def percent(ratio: Amount | None, decimals: int = 1, instead: str | None = None) -> "Markup":
        if ratio is None:
            return _unknown(language, instead)
        return _data(rounded(ratio, decimals + 2), "percent", language.percent(ratio, decimals))

    def day(given: date | None, instead: str | None = None) -> "Markup":
        return _unknown(language, instead) if given is None else _time(given.isoformat(), language.day(given))

    def month(given: date | None, instead: str | None = None) -> "Markup":
        return _unknown(language, instead) if given is None else _time(f"{given:%Y-%m}", language.month(given))

    return {
        "number": number,
        "signed": signed,
        "money": money,
        "percent": percent,
        "day": day,
        "month": month,
        "spoken": language.spoken,
        "capitalize_first": lambda sentence: sentence[:1].upper() + sentence[1:],
    }


def functions(language: Language) -> Mapping[str, Any]:
    """What templates may call: sentences, texts of the policy, and the language itself for plain text in attributes."""
    return {"t": language.t, "n": language.n, "given": language.given, "language": language}


def _unknown(language: Language, instead: str | None) -> "Markup":
    from markupsafe import escape

    return language.t("not known") if instead is None else escape(instead)


def _data(value: object, form: str, text: str) -> "Markup":
    from markupsafe import Markup

    return Markup('<data value="{}" data-form="{}">{}</data>').format(value, form, text)


def _time(moment: str, text: str) -> "Markup":
    from markupsafe import Markup

    return Markup('<time datetime="{}">{}</time>').format(moment, text)
