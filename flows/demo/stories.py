"""The customers that stand in every demo company, each with a story that the published marts should tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One hand-made customer: who it is, what happens to it, and what the generator needs to make it happen.

    plot names the course of events in the generator's SQL; base_amount is EUR a month, potential EUR a year.
    """

    id: str
    account_name: str
    story: str
    plot: str
    country: str
    industry: str
    care_class: str
    term_months: int
    base_amount: float
    potential: float | None = None
    parent_id: str | None = None

    @property
    def number(self) -> int:
        """The account's number, which its id ends in."""
        return int(self.id.removeprefix("ACC-"))

    @property
    def parent_number(self) -> int | None:
        """The number of the parent account, None for an account that has none."""
        return int(self.parent_id.removeprefix("ACC-")) if self.parent_id else None


def _kestrel(number: int, name: str, story: str, *, plot: str, country: str, industry: str, amount: float) -> Story:
    return Story(
        id=f"ACC-{number:05d}",
        account_name=name,
        story=story,
        plot=plot,
        country=country,
        industry=industry,
        care_class="B",
        term_months=1,
        base_amount=amount,
        potential=amount * 24,
        parent_id=None if plot == "group_parent" else "ACC-00003",
    )


STORIES: tuple[Story, ...] = (
    Story(
        "ACC-00001",
        "Aurora Paper Oy",
        "A key account goes silent step by step over eight months and has now given notice.",
        plot="silent",
        country="FI",
        industry="Manufacturing",
        care_class="A",
        term_months=12,
        base_amount=9500,
        potential=260000,
    ),
    Story(
        "ACC-00002",
        "Baltic Freight GmbH",
        "A customer left for a competitor and came back some months later.",
        plot="returned",
        country="DE",
        industry="Logistics",
        care_class="B",
        term_months=1,
        base_amount=1450,
        potential=40000,
    ),
    _kestrel(
        3,
        "Kestrel Holdings Ltd",
        "The parent of a group of three, with a contract of its own: churn is counted here.",
        plot="group_parent",
        country="GB",
        industry="Professional services",
        amount=700,
    ),
    _kestrel(
        4,
        "Kestrel Foods Ltd",
        "A subsidiary hands its contract to a sister company: an end that is no churn.",
        plot="group_giver",
        country="GB",
        industry="Food",
        amount=1900,
    ),
    _kestrel(
        5,
        "Kestrel Retail Ltd",
        "A subsidiary takes over its sister's contract the next day: a start that is no new customer.",
        plot="group_taker",
        country="GB",
        industry="Retail",
        amount=1900,
    ),
    _kestrel(
        6,
        "Kestrel Nordic AB",
        "The group's third subsidiary pays in another currency and never changes.",
        plot="group_steady",
        country="SE",
        industry="Retail",
        amount=450,
    ),
    Story(
        "ACC-00007",
        "Pikkukivi Oy",
        "A small customer with a large potential that nobody has developed.",
        plot="potential",
        country="FI",
        industry="Construction",
        care_class="C",
        term_months=12,
        base_amount=90,
        potential=480000,
    ),
    Story(
        "ACC-00008",
        "Stillwater Marine AB",
        "A paying customer whom nobody has contacted for two years; newsletters still go out.",
        plot="uncontacted",
        country="SE",
        industry="Logistics",
        care_class="B",
        term_months=12,
        base_amount=1100,
        potential=30000,
    ),
    Story(
        "ACC-00009",
        "Gruber Maschinenbau GmbH",
        "A satisfied customer that pays every invoice weeks late and has some open now.",
        plot="late_payer",
        country="DE",
        industry="Manufacturing",
        care_class="A",
        term_months=1,
        base_amount=3200,
        potential=90000,
    ),
    Story(
        "ACC-00010",
        "Maplewood Clinics Inc",
        "An annual prepayer whose term ended last month and whose renewal is not invoiced yet.",
        plot="awaiting_renewal",
        country="US",
        industry="Healthcare",
        care_class="A",
        term_months=12,
        base_amount=2400,
        potential=60000,
    ),
    Story(
        "ACC-00011",
        "Havtorn Energi AB",
        "The decision maker who championed us left ten weeks ago and use has begun to fall.",
        plot="champion_left",
        country="SE",
        industry="Energy",
        care_class="A",
        term_months=12,
        base_amount=4100,
        potential=120000,
    ),
    Story(
        "ACC-00012",
        "Silmu Design Oy",
        "A happy customer and public reference that gives tens in every survey.",
        plot="reference",
        country="FI",
        industry="Professional services",
        care_class="A",
        term_months=12,
        base_amount=2600,
        potential=36000,
    ),
    Story(
        "ACC-00013",
        "Orbit Retail Inc",
        "A won deal that is signed but not yet live: it counts in CMRR only.",
        plot="not_live",
        country="US",
        industry="Retail",
        care_class="B",
        term_months=12,
        base_amount=1800,
        potential=50000,
    ),
    Story(
        "ACC-00014",
        "Lumi Analytics Oy",
        "A customer that began with a trial and has grown every half year since.",
        plot="grew",
        country="FI",
        industry="Software",
        care_class="A",
        term_months=1,
        base_amount=500,
        potential=150000,
    ),
)
