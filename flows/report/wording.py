"""How the report writes figures: money, counts, ratios, days and months, and what the marts' codes mean in words."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

THIN_SPACE = "\u202f"
MINUS = "\u2212"
NOT_KNOWN = "not known"

CONFLICTS = {
    "left_but_paying": "Left, yet paying",
    "stage_churned_but_paying": "Stage says churned, yet paying",
    "cancelled_without_end": "Cancelled without an end date",
    "overlapping_contracts": "Overlapping contracts",
    "contract_in_two_currencies": "Contract in two currencies",
    "churn_without_reason": "Churned without a reason",
}


def number(value: Decimal | float, decimals: int = 0) -> str:
    """A number with thin spaces between thousands and a true minus sign."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THIN_SPACE)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: Decimal | float, decimals: int = 0) -> str:
    """A number that always shows its sign; zero has none."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and any(digit in text for digit in "123456789") else text


def money(amount: Decimal | None, currency: str = "") -> str:
    """An amount to the cent, behind its currency code when one is given."""
    if amount is None:
        return NOT_KNOWN
    text = number(amount, 2)
    return f"{currency}\u00a0{text}" if currency else text


def percent(ratio: Decimal | float | None) -> str:
    """A ratio of 0 to 1 as percent with one decimal."""
    return NOT_KNOWN if ratio is None else f"{number(100 * Decimal(str(ratio)), 1)}{THIN_SPACE}%"


def month(day: date) -> str:
    """The month of a day as YYYY-MM."""
    return f"{day:%Y-%m}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 row`, `2 rows`."""
    return f"{number(count)}\u00a0{one if count == 1 else many or one + 's'}"


def compact(value: Decimal | float) -> str:
    """A number for an axis: 1.2M, 250k, 40."""
    amount = Decimal(str(value))
    for size, letter in ((Decimal(10) ** 9, "G"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")):
        if abs(amount) >= size:
            return _short(amount / size) + letter
    return _short(amount)


def conflict(code: str) -> str:
    """What a kind of conflict between sources is called."""
    return CONFLICTS.get(code, spoken(code).capitalize())


def spoken(code: str) -> str:
    """A code of the marts as words."""
    return code.replace("_", " ")


def capitalize_first(sentence: str) -> str:
    """A sentence with a capital letter first, the others as they are."""
    return sentence[:1].upper() + sentence[1:]


def _short(amount: Decimal) -> str:
    text = f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return text.replace("-", MINUS)
