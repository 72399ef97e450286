"""What a value of the policy may be, by its kind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from flows.errors import ConfigurationError, shown

# Digits of a whole number, and of a number before its point, that any column of the warehouse holds.
MOST_DIGITS = 18
# The kinds of the other tables' columns; of a table that stands here, no row may have the key of another. A company's
# own file may leave out a column whose kind is optional.
COLUMN_KINDS = {
    "segment_thresholds": {"value": "optional_amount"},
    "survey_types": {
        "survey_type": "key",
        "lowest_score": "number",
        "highest_score": "number",
        "top_score_from": "number",
        "bottom_score_to": "optional_number",
        "value_method": "choice:net_promoter|net_share|top_share|mean",
        "measures": "optional_choice:recommendation|satisfaction|effort|expectation|leaving|cooperation",
        "is_higher_better": "optional_boolean",
        "is_customer": "optional_boolean",
    },
    "reference_statuses": {"status": "key", "is_asked": "boolean", "is_reference": "boolean"},
    "activity_types": {
        "activity_type": "key",
        "is_personal_contact": "boolean",
        "hours": "amount",
        "is_informal": "optional_boolean",
        "is_meeting": "optional_boolean",
    },
    "threading_parts": {"part": "key", "weight": "amount", "full_at": "amount"},
    "health_components": {
        "component": "key",
        "weight": "amount",
        "none_at": "number",
        "full_at": "number",
        "window_days": "optional_positive",
        "usual_after_days": "optional_count",
        "usual_days": "optional_positive",
        "minimum": "optional_amount",
        "unit": "text",
        "action": "text",
        "description": "optional_text",
    },
    "backtest_horizons": {"horizon_months": "positive_key"},
    "subscription_statuses": {"status": "key", "has_mrr": "boolean", "is_ended": "boolean"},
    "relationship_stages": {"relationship_stage": "key", "is_lost": "boolean"},
    "key_account_criteria": {
        "criterion": "key",
        "version": "key",
        "criterion_group": "choice:value|standing|partnership",
        "source": "choice:computed|rated",
        "weight": "amount",
        "is_size": "boolean",
        "lowest": "number",
        "highest": "number",
        "valid_from": "optional_date",
        "valid_to": "optional_date",
        "description": "optional_text",
    },
    "locked_months": {"month": "date", "locked_on": "date"},
    "care_model": {
        "segment": "optional_choice:A|B|C|any",
        "level": "choice:strategic|tactical|operational|any",
        "activity_type": "text",
        "min_count": "positive",
        "window_months": "positive",
        "account_id": "optional_text",
        "valid_from": "optional_date",
        "valid_to": "optional_date",
        "basis": "optional_choice:policy|contract",
    },
    "clock_items": {
        "item": "key",
        "kind": "choice:contact|campaign|plan|review",
        "segment": "optional_choice:A|B|C|any",
        "account_id": "optional_text",
        "month": "optional_month",
        "every_months": "optional_positive",
        "activity_type": "optional_text",
        "level": "optional_choice:strategic|tactical|operational|any",
        "owner_role": "choice:owner|csm|executive_sponsor",
        "text": "text",
    },
    "churn_signals": {
        "signal": "key",
        "is_active": "boolean",
        "severity": "choice:high|medium|low",
        "after_days": "optional_count",
        "minimum": "optional_amount",
        "factor": "optional_amount",
        "history_days": "optional_positive",
        "skip_days": "optional_count",
        "last_n": "optional_positive",
        "lasts_days": "optional_positive",
        "quiet_days": "count",
        "owner_role": "choice:owner|csm|executive_sponsor",
        "suggested_action": "text",
        "description": "optional_text",
    },
    "buying_signals": {
        "signal": "key",
        "is_active": "boolean",
        "after_days": "optional_count",
        "minimum": "optional_amount",
        "factor": "optional_amount",
        "category": "optional_text",
        "lasts_days": "optional_positive",
        "quiet_days": "count",
        "owner_role": "choice:owner|csm|executive_sponsor",
        "suggested_action": "text",
        "description": "optional_text",
    },
    "alert_rules": {
        "rule": "key",
        "event": "choice:run_failed|gate_refused|gate_warning|source_stale|churn_signal|survey_answers|care_due",
        "sink": "text",
        "is_active": "boolean",
        "minimum_severity": "optional_choice:high|medium|low",
        "signals": "optional_text",
        "segments": "optional_text",
        "exit_statuses": "optional_text",
        "within_days": "optional_positive",
        "listed_at_most": "positive",
        "subject": "text",
        "hint": "optional_text",
        "description": "optional_text",
    },
    "holidays": {"day": "date", "holiday": "optional_text"},
    "analysis_frameworks": {"framework": "key", "item": "key"},
    "touchpoint_types": {
        "touchpoint": "key",
        "channel": "optional_text",
        "kind": "choice:physical|digital|unconscious",
        "phase": "optional_choice:before|pre_purchase|purchase|after",
        "function": "choice:marketing|sales|customer_success|support|finance|product",
        "importance": "rating",
        "is_visible": "boolean",
        "description": "optional_text",
    },
    "touchpoint_sources": {
        "source": "key",
        "event": "key",
        "touchpoint": "text",
    },
    "touchpoint_failures": {
        "failure": "key",
        "category": "optional_key",
        "touchpoint": "text",
    },
    "channels": {
        "channel": "key",
        "kind": "choice:physical|digital|unconscious",
        "description": "optional_text",
    },
    "lifecycle_stages": {
        "stage": "key",
        "phase": "choice:before|pre_purchase|purchase|after",
        "wider_stage": "optional_text",
        "wider_stage_on_return": "optional_text",
        "description": "optional_text",
    },
    "lifecycle_transitions": {"stage_before": "key", "stage": "key"},
    "onboarding_plan": {
        "step": "key",
        "evidence": "choice:contract_signed|personal_contact|csm_contact|activity|ticket_solved|project_done|goal_set"
        "|first_use|first_value",
        "name": "optional_text",
        "segment": "optional_choice:A|B|C",
        "due_days": "count",
        "description": "optional_text",
    },
    "theme_dictionary": {"theme": "key", "keywords": "optional_text", "description": "optional_text"},
    "reason_codes": {
        "event": "key",
        "reason_code": "key",
        "is_addressable": "optional_boolean",
        "description": "optional_text",
    },
    "service_levels": {
        "priority": "key",
        "first_response_hours": "optional_amount",
        "solution_hours": "optional_amount",
    },
    "metric_catalogue": {
        "metric": "key",
        "name": "text",
        "perspective": "choice:customer|process|learning|finance",
        "definition": "text",
        "formula": "text",
        "unit": "choice:money|ratio|factor|score|days|hours|count",
        "sign_of_good": "choice:up|down",
        "owner": "text",
        "decision": "text",
        "target": "optional_number",
        "allowed_deviation": "optional_amount",
        "deviation_kind": "optional_choice:absolute|relative",
        "steady_within": "optional_amount",
        "trend_months": "positive",
        "is_active": "boolean",
    },
    "legal_forms": {"legal_form": "key", "kind": "text", "may_lead": "boolean"},
    "free_mail_domains": {"domain": "key"},
    "identity_methods": {"method": "key", "confidence": "share", "description": "optional_text"},
    "source_fields": {
        "source": "key",
        "entity": "key",
        "column_name": "key",
        "path": "text",
        "description": "optional_text",
    },
    "source_values": {"source": "key", "entity": "key", "column_name": "key", "value": "key", "meaning": "text"},
    "write_back": {
        "target": "key",
        "column_name": "key",
        "field": "text",
        "is_active": "boolean",
        "description": "optional_text",
    },
    "source_surveys": {
        "source": "key",
        "survey_id": "optional_key",
        "question": "optional_key",
        "survey_type": "text",
        "subject": "optional_text",
        "channel": "optional_text",
        "touchpoint": "optional_text",
        "comment_question": "optional_text",
    },
    "currency_decimals": {"currency": "key", "decimals": "count"},
    "identity_links": {
        "system": "key",
        "system_account_id": "key",
        "account_id": "optional_key",
        "decision": "choice:confirm|forbid",
        "reason": "text",
        "decided_by": "text",
        "decided_on": "date",
    },
}


def check_value(file: str, name: str, value: str, kind: str) -> None:
    """Refuse a value that its kind does not allow.

    Raises:
        ConfigurationError: the value is not of its kind; the sentence says what is.
    """
    expected = _expected(value, kind)
    if not expected and file == "settings" and not value.isprintable():
        expected = "one line without control characters"
    if expected:
        raise ConfigurationError(f"{file}.csv: {shown(name)} is '{shown(value)}'; write {expected}.")


def check_table(file: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Refuse a table with a value that its column's kind does not allow, or with a key twice.

    A key may span several columns: all those whose kind is `key` or `optional_key`.

    Raises:
        ConfigurationError: there is one; the sentence names it.
    """
    kinds = COLUMN_KINDS.get(file, {})
    keys = [column for column, kind in kinds.items() if kind.endswith("key")]
    seen = set()
    for row in rows:
        for column, kind in kinds.items():
            # Of a table of names and values, the name says what is wrong.
            check_value(file, row.get("name", column) if column == "value" else column, row[column], kind)
        if (key := tuple(row[column] for column in keys)) in seen and keys:
            raise ConfigurationError(f"{file}.csv: '{', '.join(filter(None, key))}' stands twice; keep one row of it.")
        seen.add(key)


def _expected(value: str, kind: str) -> str | None:
    name, _, choices = kind.partition(":")
    if name in {"choice", "optional_choice"}:
        known = f"one of {', '.join(choices.split('|'))}"
        if name == "optional_choice":
            return None if value in ["", *choices.split("|")] else f"{known}, or nothing"
        return None if value in choices.split("|") else known
    if name.startswith("optional_"):
        holds, expected = _KINDS[name.removeprefix("optional_")]
        return None if not value or holds(value) else f"{expected}, or nothing"
    holds, expected = _KINDS[name]
    return None if holds(value) else expected


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < MOST_DIGITS else None


def _is_number(value: str, lowest: str = "-Infinity", highest: str = "Infinity") -> bool:
    number = _number(value)
    return number is not None and Decimal(lowest) <= number <= Decimal(highest)


_KINDS: dict[str, tuple[Callable[[str], bool], str]] = {
    "key": (bool, "a name"),
    "text": (bool, "a text"),
    "boolean": (lambda value: value.lower() in {"true", "false"}, "true or false"),
    "currency": (lambda value: len(value) == 3 and value.isascii() and value.isupper(), "a three-letter currency code"),
    "timezone": (lambda value: value in available_timezones(), "a name of the IANA time zone database"),
    "date": (_is_date, "a date as YYYY-MM-DD"),
    "count": (_is_whole, "a whole number of 0 or more"),
    "positive": (lambda value: _is_whole(value) and int(value) > 0, "a whole number of 1 or more"),
    "positive_key": (lambda value: _is_whole(value) and int(value) > 0, "a whole number of 1 or more"),
    "positive_amount": (lambda value: _is_number(value, "0") and Decimal(value) > 0, "a number above 0"),
    "month": (lambda value: _is_whole(value) and 1 <= int(value) <= 12, "the number of a month from 1 to 12"),
    "number": (_is_number, "a number"),
    "share": (lambda value: _is_number(value, "0", "1"), "a number from 0 to 1"),
    "amount": (lambda value: _is_number(value, "0"), "a number of 0 or more"),
    "rating": (lambda value: _is_number(value, "1", "5"), "a number from 1 to 5"),
}
