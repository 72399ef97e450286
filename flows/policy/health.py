"""What the components of health may not say: names that no model measures, and numbers that no account could reach."""

from collections.abc import Iterator, Mapping, Sequence

from flows.errors import ConfigurationError

Row = Mapping[str, str]

USUAL = ("usual_after_days", "usual_days", "minimum")
# The components that the models measure, with the columns without which each would silently be unknown of everybody.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "adoption": ("window_days", "usual_days"),
    "usage_trend": ("window_days", *USUAL),
    "support_balance": ("window_days", *USUAL),
    "complaints": (),
    "payment": (),
    "contact": (),
    "survey": ("window_days",),
    "sponsor": (),
}


def check_health(tables: Mapping[str, Sequence[Row]]) -> None:
    """Refuse components of health that would mislead without a word.

    Raises:
        ConfigurationError: there is one; the sentence names its file and row, row 1 being the header.
    """
    for problem in (*_component_problems(tables["health_components"]), *_band_problems(tables["settings"])):
        raise ConfigurationError(problem)


def _component_problems(rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        place, component = f"health_components.csv, row {number}:", row["component"]
        if component not in NEEDED:
            yield f"{place} no model measures '{component}'; write one of {', '.join(NEEDED)}."
            continue
        for column in NEEDED[component]:
            if not row[column]:
                yield f"{place} {component} needs {column}; write a number."
        if float(row["none_at"]) == float(row["full_at"]):
            yield f"{place} none_at and full_at are both {row['full_at']}; a value needs two different anchors."
        if component in {"usage_trend", "support_balance"} and int(row["usual_after_days"]) < int(row["window_days"]):
            yield (
                f"{place} the usual time ends {row['usual_after_days']} days back, within the window of "
                f"{row['window_days']} days; write usual_after_days of at least window_days."
            )
    if not any(float(row["weight"]) for row in rows):
        yield "health_components.csv: no component has any weight; give one of them a weight above 0."


def _band_problems(settings: Sequence[Row]) -> Iterator[str]:
    values = {row["name"]: row["value"] for row in settings}
    good, poor = values["health_good_from"], values["health_poor_below"]
    if float(poor) > float(good):
        yield (
            f"settings.csv: health_poor_below is {poor} and health_good_from {good}, so that a score would be both; "
            "write a health_poor_below of at most health_good_from."
        )
