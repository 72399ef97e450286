"""The gates over real DuckDB files: what passes, fails and errors, and what they leave behind."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import expectations
from flows.errors import BuildError, ConfigurationError, WarehouseBusy
from flows.quality.batch_tables import TABLES
from flows.quality.checks import Check, Table
from flows.quality.docs import write_index
from flows.quality.gates import run_gate
from flows.quality.page import write_results
from flows.quality.policy import threshold, thresholds_by_stream
from flows.quality.results import ExpectationResult, GateResult, Outcome, Severity
from flows.settings import DEFAULT_POLICY, PROJECT_ROOT

POLICY = {
    "quarantined_share_fail": "0.25",
    "quarantined_rows_fail": "10",
    "quarantined_share_warn": "0.01",
    "volume_rows_minimum": "20",
    "volume_drop_fail": "0.5",
    "volume_jump_warn": "1",
    "deleted_share_warn": "0.2",
    "days_behind_warn": "45",
    "days_behind_warn_usage": "3",
    "mart_rows_drop_fail": "0.2",
    "mart_rows_jump_warn": "0.5",
    "reconciliation_tolerance": "0.01",
    "nrr_maximum_warn": "2",
    "closing_change_warn": "0.2",
    "revenue_change_warn": "0.5",
    "never_contacted_share_warn": "0.5",
    "contacts_days_behind_warn": "30",
    "survey_months_behind_warn": "12",
    "survey_excluded_share_warn": "0.1",
    "unsurveyed_share_warn": "0.25",
    "minimum_n": "3",
    "score_respondents_minimum": "2",
    "care_month_share_warn": "0.5",
    "accounts_without_owner_share_warn": "0.1",
    "owners_without_entries_share_warn": "0.5",
    "movement_rounding": "0.05",
    "active_mrr_over": "0.005",
    "key_accounts_minimum": "1",
    "key_accounts_maximum": "2",
    "key_accounts_over_maximum": "fail",
    "key_account_other_criteria_minimum": "2",
    "identity_link_confidence": "0.8",
    "identity_match_rate_warn": "0.5",
    "unmatched_mrr_share_warn": "0.05",
    "plans_stale_share_warn": "0.5",
    "commitments_overdue_share_warn": "0.25",
    "target_gap_share_warn": "0.25",
    "unknown_touchpoints_share_warn": "0.05",
    "overdue_onboardings_share_warn": "0.5",
    "reason_unknown_share_warn": "0.5",
    "signal_accounts_share_warn": "0.4",
    "health_unknown_share_warn": "0.5",
    "usual_runs_minimum": "5",
    "usual_deviations_warn": "6",
    "usual_share_warn": "0.25",
    "vanished_fields": "warn",
    "retyped_fields": "warn",
    "retyped_kind_share": "0.9",
    "retyped_refused_share": "0.5",
}

GOOD_STREAM: dict[str, object] = {
    "source": "files",
    "stream": "accounts",
    "rows_read": 100,
    "rows_refused": 0,
    "refused_share": 0.0,
    "rows_new": 0,
    "rows_changed": 0,
    "rows_deleted": 0,
    "rows_before": 100,
    "rows_after": 100,
    "volume_change": 0.0,
    "newest_date": date(2026, 6, 1),
    "days_behind": 0,
}

# Two accounts of one customer: 60 + 40 in May, 70 + 40 in June, seen on 30 June, so that June is complete.
MARTS = """
    create schema audit;
    create table audit.run_context as select 'r1' as run_id, date '2026-06-30' as as_of;
    create table audit.previous_publication (mart text, rows bigint);
    create table mrr_months as select * from (values
        (date '2026-05-01', 'a1', 'a1', 60.00::decimal(18, 2)), (date '2026-05-01', 'a2', 'a1', 40.00),
        (date '2026-06-01', 'a1', 'a1', 70.00), (date '2026-06-01', 'a2', 'a1', 40.00)
    ) as t (month, account_id, customer_id, mrr);
    create table mrr_movements as select * from (values
        (date '2026-05-01', 'a1', 0::decimal(18, 2), 100::decimal(18, 2), 0::decimal(18, 2), 0::decimal(18, 2),
         0::decimal(18, 2), 0::decimal(18, 2), 0::decimal(18, 2), 0::decimal(18, 2), 100::decimal(18, 2), 'new'),
        (date '2026-06-01', 'a1', 100, 0, 0, 10, 0, 0, 0, 0, 110, 'expansion')
    ) as t (month, customer_id, opening, new, reactivation, expansion, contraction, churn, fx, rounding, closing,
            movement);
    create table kpi_months as
        select month, level, opening, new, reactivation, expansion, contraction, churn, fx, rounding, closing,
            12 * closing as arr, (opening > 0)::bigint as customers_open, 1::bigint as customers_close,
            0::bigint as customers_churned, case when opening > 0 then 1.1 end::double as nrr,
            case when opening > 0 then 1 end::double as grr, case when opening > 0 then 1 end::double as logo_retention,
            null::double as quick_ratio, closing as arpa
        from mrr_movements cross join (values ('customer'), ('account')) as levels (level);
    create table recognised_revenue_months as select month, account_id, mrr as revenue from mrr_months;
    create table account_360 as select *, 55::decimal(18, 2) as mrr, 'A' as segment, true as is_active_customer,
        false as is_deleted,
        null::date as customer_since, null::text as relationship_stage from (values ('a1'), ('a2')) as t (account_id);
    create table account_contacts as select * from (values
        ('a1', date '2026-06-20', 10, false), ('a2', null, null, true)
    ) as t (account_id, last_contact, days_since_last_contact, never_contacted);
    create table account_relationships as
        select account_id, 0.5 as threading_score, null::double as top_employee_share from account_360;
    create table account_teams as select account_id, 'active' as owner_state from account_360;
    create table account_events as select 'contact V1' as event_id, 'a1' as account_id, date '2026-06-20' as event_date;
    create table account_history as
        select account_id, 'owner' as attribute, 1 as period_number, null::date as valid_from, null::date as valid_to
        from account_360;
    create table crm_discipline as select 'U1' as owner_id, date '2026-06-01' as month, 1.0::double as minutes_share,
        null::double as agenda_share, 2.0::double as median_days_to_log, false as has_no_entries;
    create table survey_scores as select *, true as is_customer from (values
        (date '2026-06-01', 'ALL', 'NPS', 3::bigint, 33.3::double, 8.0::double, null::double, 53.3::double),
        (date '2026-06-01', 'A', 'NPS', 3, 33.3, 8.0, null, 53.3)
    ) as t (month, segment, survey_type, n, value, mean, top_share, margin95);
    create table survey_scores_by_account as select 33.3::double as nps_account, 50.0::double as nps,
        null::double as nps_account_mrr_weighted, date '2026-06-01' as month;
    create table survey_response_rates as select 'NPS' as survey_type, 'W1' as wave, 'ALL' as segment, 4 as sent,
        0.75::double as response_rate, null::double as decision_maker_response_rate;
    create table survey_waves as select 'NPS' as survey_type, 'W1' as wave, true as is_newest,
        false as is_next_wave_overdue, date '2026-12-01' as next_wave_due;
    create table survey_exclusions as select 'NPS' as survey_type, 'off_scale' as reason, 0::bigint as n;
    create table survey_score_breakdowns as select 'NPS' as survey_type, 'all' as dimension, 'ALL' as member,
        3::bigint as n, 2::bigint as respondents, 33.3::double as value, 8.0::double as mean, null::double as top_share,
        53.3::double as margin95, 40.0::double as mrr_weighted_value;
    create table account_voice as select 'a1' as account_id, 'passive' as nps_band, null::text as lowest_role,
        2::bigint as respondents_12_months, 33.3::double as nps, null::double as expectation_gap,
        date '2026-06-01' as last_asked, date '2026-06-02' as last_answered;
    create table account_role_satisfaction as select 'a1' as account_id, 'user' as respondent_role,
        'passive' as nps_band, 3::bigint as answers_12_months, 2::bigint as respondents_12_months, 33.3::double as nps;
    create table unsurveyed_accounts as select 'a2' as account_id, true as is_new;
    create table satisfaction_and_churn as select date '2025-06-01' as month, 'satisfied' as satisfaction,
        0.25::double as churn_rate, 0.1::double as churned_mrr_share;
    create table account_segments as select * from (values
        ('a1', 110::decimal(18, 2), 1.0::double, 'A', 200::decimal(18, 2), false), ('z', 0, null, 'none', null, false)
    ) as t (customer_id, revenue_ttm, cum_share, abc_class, potential_annual, is_potential_too_low);
    create table portfolio_concentration as select date '2026-06-01' as month, 1.0::double as share_top20pct,
        1.0::double as share_customers_for_80pct, 1.0::double as share_top_n, 1.0::double as hhi;
    create table portfolio_stability as select date '2026-06-01' as month;
    create table key_accounts as select * from (values
        ('a1', 'key', 80.0::double, true, 3, true, false, null, null::date),
        ('z', 'not_key', null, null, 0, false, false, 'the customer has not been asked', null)
    ) as t (customer_id, status, score, mutual_commitment, other_criteria_rated, is_key_account, is_declared_only,
            why_out, next_review_date);
    create table key_account_scores as select 'a1' as customer_id, 'image' as criterion, 4.0::double as value,
        false as is_off_scale;
    create table key_account_entitlements as select 'a1' as customer_id, true as is_key_account, 1 as entitlements;
    create schema policy;
    create table policy.survey_types as select * from (values
        ('NPS', 0, 10, 'net_promoter'), ('CSAT', 1, 5, 'top_share'), ('CES', 1, 7, 'mean')
    ) as t (survey_type, lowest_score, highest_score, value_method);
    create table policy.relationship_stages as select 'churned' as relationship_stage, true as is_lost;
    create table policy.care_model as select 'A' as segment, null::text as account_id, null::text as valid_from,
        null::text as valid_to;
    create table care_compliance as select account_id, 'any' as level, 1 as done, 4 as required, 3 as missing
        from account_360;
    create table care_compliance_months as select date '2026-06-01' as month, 'ALL' as segment, 'ALL' as owner_id,
        0.5::double as share_ok;
    create table care_calendar as select 'a1' as account_id, 'contact' as item, 'contact' as kind, 'u1' as owner_id,
        'due' as status, date '2026-07-06' + 30 * range::int as due_date from range(12) where range not in (3, 6, 10);
    insert into care_calendar values ('a2', 'workshop', 'contact', 'u1', 'done', date '2026-06-03');
    create table account_links as select * from (values
        ('billing', 'B1', 'a1', 'linked', 'vat_id', 'one VAT id', 0.95::double, true),
        ('billing', 'B2', null, 'review', null, null, null, false)
    ) as t (system, system_account_id, account_id, status, method, evidence, confidence, is_linked);
    create table identity_reviews as select 'billing' as system, 'B2' as subject_id, 'a2' as candidate_account_id,
        'same_domain' as reason;
    create table identity_match_rates as select 'billing' as system, 2 as system_accounts, 1 as linked, 1 as review,
        0 as unmatched, 0.5::double as match_rate, 0 as ids_unknown, 5.50::decimal(18, 2) as unmatched_mrr;
    create table account_planning as select account_id from account_360;
    create table account_plans as select * from (values
        ('p1', 'a1', 0.75::double, 0.5::double, true, false), ('p2', 'a2', 1, null, true, true)
    ) as t (plan_id, account_id, completeness, action_completion_rate, is_in_force, is_stale);
    create table plan_goals as select 'g1' as goal_id, 'a1' as account_id, date '2026-06-30' as achieved_on,
        date '2026-06-30' as acknowledged_on;
    create table target_attainment as select 't1' as target_id, 0.5::double as elapsed_share,
        date '2026-06-30' as measured_to, date '2026-12-31' as period_end;
    create table target_reconciliation as select 'revenue' as metric, date '2026-01-01' as period_start,
        date '2026-12-31' as period_end, 1000::decimal(18, 2) as company_target, 750::decimal(18, 2) as account_targets,
        250::decimal(18, 2) as difference, 1::bigint as company_targets, 2::bigint as accounts;
    create table commitments as select * from (values
        ('c1', 'a1', 'kept', true, date '2026-06-30'), ('c2', 'a1', 'overdue', false, null),
        ('c3', 'a2', 'kept_late', false, date '2026-06-20'), ('c4', 'a2', 'kept', true, date '2026-06-20')
    ) as t (commitment_id, account_id, status, kept_on_time, done_on);
    create table opportunity_outcomes as select 'a1' as account_id, 'ALL' as type, 0.5::double as win_rate;
    create table touchpoints as select * from (values
        ('activity meeting V1', 'activity', 'status_meeting', date '2026-06-20'),
        ('usage use a1', 'usage', 'daily_use', date '2026-06-30')
    ) as t (event_id, source, touchpoint, occurred_on);
    create table account_journeys as select account_id, 'growth' as lifecycle_stage from account_360;
    create table lifecycle_months as select * from (values
        ('a1', date '2026-05-01'), ('a1', date '2026-06-01'), ('a2', date '2026-06-01')
    ) as t (account_id, month);
    create table channel_mix as select * from (values
        ('growth', 'email', 0.75::double), ('growth', 'phone', 0.25), ('start', 'email', 1)
    ) as t (lifecycle_stage, channel, share_of_touchpoints);
    create table critical_points as select 'ALL' as segment, 'request' as touchpoint, 0.5::double as satisfaction,
        4.0::double as criticality;
    create table hand_overs as select 'csm_change a1' as hand_over_id, 3 as delay_days,
        date '2026-06-30' as taken_up_on;
    create table onboardings as select 'a1' as account_id, range::int + 1 as onboarding_number,
        case when range < 10 then 'overdue' else 'running' end as status, 0.5::double as completeness,
        date '2026-06-30' as first_value_on from range(20);
    create table themes as select 'goals' as theme, date '2026-06-01' as month, 1::bigint as comments;
    create table churned_customers as select * from (values
        ('x', date '2026-06-01', 12, true), ('y', date '2025-07-01', null, false), ('z', date '2025-06-01', 3, false)
    ) as t (customer_id, month, tenure_months, has_reason);
    create table reason_shares as select * from (values
        ('leave', 'ALL', 'switched', 0.3::double), ('leave', 'ALL', 'unknown', 0.7), ('buy', 'ALL', 'business', 1)
    ) as t (event, period, reason_code, share);
    create table win_back_candidates as select 'x' as customer_id;
    create table service_months as select date '2026-06-01' as month, unnest(['ALL', 'high']) as priority,
        2 as open_at_month_end, 1.5::double as first_response_hours_median, 4.0::double as first_response_hours_p90,
        20.0::double as solution_hours_median, null::double as solution_hours_p90,
        0.9::double as response_sla_met_share, null::double as solution_sla_met_share;
    create table account_service as
        select account_id, 0.5::double as response_sla_met_share, 1::double as solution_sla_met_share from account_360;
    create table complaints as select * from (values
        ('t1', date '2026-06-01', date '2026-06-30'), ('t2', date '2026-06-30', null)
    ) as t (complaint_id, created_on, solved_on);
    create table complaint_months as select date '2026-06-01' as month, -20.0::double as nps_after_12_months,
        null::double as stayed_share_12_months;
    create table learning_months as
        select date '2026-06-01' as month, 'ALL' as segment, 0.4::double as share_trained;
    create table metric_catalogue as select * from (values
        ('nps', 'customer', true), ('care_kept', 'process', true), ('trainings', 'learning', true),
        ('arr', 'finance', true), ('dso', 'finance', false)
    ) as t (metric, perspective, is_active);
    create table scorecard as select metric, date '2026-06-01' as month, date '2026-06-30' as measured_on
        from metric_catalogue where is_active;
    create table churn_signals as select *, cleared is null as is_open from (values
        ('a1', 'silent', '', date '2026-05-01', date '2026-06-01'), ('a1', 'silent', '', date '2026-06-10', null)
    ) as t (account_id, signal, subject, first_seen, cleared);
    create table buying_signals as select 'a1' as account_id, 'new_site' as signal, 'a2' as subject,
        date '2026-06-02' as first_seen, date '2026-06-30' as cleared;
    create table signal_counts as select * from (values
        ('churn', 'silent', date '2026-05-01', 1::bigint, 0::bigint, 1::bigint),
        ('churn', 'silent', date '2026-06-01', 1, 1, 1), ('buying', 'new_site', date '2026-06-01', 1, 1, 0)
    ) as t (kind, signal, month, opened, cleared, open_at_end);
    create table account_health as select 'a1' as account_id, date '2026-06-01' as month, 60.0::double as score,
        1.0::double as coverage;
    create table account_health_today as select * from (values
        ('a1', 60.0::double, 1.0::double, date '2026-06-30'), ('a2', null, 0.2, date '2026-06-30')
    ) as t (account_id, score, coverage, scored_on);
    create table account_health_components as select * from (values
        ('a1', 'payment', 75.0::double, 50.0::double, 2 / 3), ('a1', 'contact', 30, 10, 1 / 3),
        ('a1', 'survey', null, null, null)
    ) as t (account_id, component, value, points, effective_weight);
    create table sync_salesforce_accounts as select 'a1' as account_id, 60.0::double as health_score,
        date '2026-06-30' as as_of;
    create table sync_hubspot_companies as select 'a2' as account_id, null::double as health_score,
        date '2026-06-30' as as_of;
    create table health_backtest_quality as select * from (values
        ('health', 3, 'predicts', 3.0::double, 2.0::double), ('baseline', 3, 'does_not_predict', 1.0, 0.5)
    ) as t (model, horizon_months, verdict, top_decile_lift, top_decile_lift_low);
    create table load_reconciliation as select * from (values
        ('invoice_lines', 5, 5, 5, 3020.00::decimal(18, 2), 3000.00::decimal(18, 2), 20.00::decimal(18, 2),
         0.00::decimal(18, 2), 0.00::decimal(18, 2)),
        ('users', null, null, 2, null, null, null, null, null)
    ) as t (stream, rows_loaded, rows_landed, rows_staged, amount_landed, amount_counted, amount_refused_by_models,
            amount_not_yet_known, amount_unexplained);
"""


def make(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def make_batch(path: Path, *streams: Mapping[str, object]) -> Path:
    with duckdb.connect(str(path)) as connection:
        for table, columns in TABLES.items():
            connection.execute(
                f"create table {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
            )
        for stream in streams:
            row = {**GOOD_STREAM, **stream}
            for table in ("batch_streams", "batch_freshness"):
                named = {name: row[name] for name in TABLES[table]}
                connection.execute(
                    f"insert into {table} ({', '.join(named)}) values ({', '.join('?' * len(named))})",
                    list(named.values()),
                )
    return path


def checks_of(gate: str) -> dict[str, list[Check]]:
    return {name: suite(POLICY) for name, suite in expectations.suites(gate).items()}


def not_passed(result: GateResult) -> list[tuple[str, str, str]]:
    return [(item.severity, item.outcome, item.expectation) for item in result.results if item.outcome != "passed"]


def result(severity: Severity = "fail", outcome: Outcome = "failed", **changes: object) -> ExpectationResult:
    facts: dict[str, object] = {
        "gate": "marts",
        "suite": "revenue",
        "table": "kpi_months",
        "column": "grr",
        "expectation": "every grr is between 0 and 1",
        "severity": severity,
        "outcome": outcome,
        "observed": "1 offending row of 2",
        "unexpected_rows": 1,
        "sample": ({"month": "2026-06-01", "grr": "1.5"},),
        "remedy": "Look at the month.",
    }
    return ExpectationResult(**{**facts, **changes})  # type: ignore[arg-type]


# The engine


def test_every_kind_of_check_passes_and_fails_on_real_rows(tmp_path: Path) -> None:
    database = make(
        tmp_path / "w.duckdb",
        "create table t as select range as id, (range % 4)::decimal(18, 2) as amount, 'c' || range % 2 as kind "
        "from range(8)",
        "create table nothing (id bigint, amount decimal(18, 2))",
    )
    table, nothing = Table("t", keys=("id",)), Table("nothing", keys=("id",))
    suite = [
        table.not_empty("x"),
        nothing.not_empty("x"),
        table.between("amount", "x", minimum=0, maximum=Decimal("3.00")),
        table.between("amount", "x", maximum=2),
        table.one_of("kind", ("c0", "c1"), "x"),
        table.one_of("kind", ("c0",), "x"),
        table.no_row_where("amount > 3", "no amount over 3", "x"),
        table.no_row_where("amount > 2", "no amount over 2", "x", shown=("amount",)),
        table.no_row("select sum(amount) as total from batch having sum(amount) <> 12", "the total is 12", "x"),
        nothing.between("amount", "x", minimum=0),
    ]
    found = run_gate("g", {"s": suite}, database).results
    passed, failed = "passed", "failed"
    assert [item.outcome for item in found] == [
        passed, failed, passed, failed, passed, failed, passed, failed, passed, passed,
    ]  # fmt: skip
    assert found[3].observed == "2 offending rows of 8"
    assert found[3].sample == ({"id": "3", "amount": "3.00"}, {"id": "7", "amount": "3.00"})
    assert found[5].unexpected_rows == 4
    assert found[7].sample == ({"id": "3", "amount": "3.00"}, {"id": "7", "amount": "3.00"})


def test_a_check_that_errors_is_told_apart_from_one_that_fails(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select 1 as id")
    table = Table("t", keys=("id",))
    suite = [
        table.no_row_where("id = 1", "no id is 1", "x"),
        table.no_row_where("ident = 1", "no ident is 1", "x"),
        table.between("ident", "x", minimum=0),
        Table("missing").not_empty("x"),
        table.no_row_where("id = 2", "no id is 2", "x"),
    ]
    found = run_gate("g", {"s": suite}, database).results
    assert [item.outcome for item in found] == ["failed", "errored", "errored", "errored", "passed"]
    assert found[3].observed == "there is no table missing in the warehouse"
    assert "ident" in str(found[1].observed)
    assert all("\n" not in str(item.observed) for item in found)


def test_samples_hold_at_most_five_rows_and_no_personal_column(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select range as id, 'a@b.fi' as email from range(1000)")
    table = Table("t", keys=("id",))
    suite = [
        table.no_row_where("id >= 0", "no id", "x", shown=("email",)),
        table.between("id", "x", maximum=-1),
        table.one_of("email", ("none",), "x"),
    ]
    found = run_gate("g", {"s": suite}, database).results
    assert [(item.unexpected_rows, len(item.sample)) for item in found] == [(1000, 5)] * 3
    assert {name for item in found for row in item.sample for name in row} == {"id"}


def test_data_docs_tell_every_check_and_no_value(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select range as id, 'a@b.fi' as email from range(9)")
    table = Table("t", keys=("email",))
    suite = [
        table.one_of("email", ("none",), "x"),
        table.between("id", "x", minimum=0),
        table.no_row_where("id > 6", "no id over 6", "x"),
        table.no_row_where("no = 1", "no such column", "x"),
    ]
    found = run_gate("g", {"s": suite}, database, docs=tmp_path / "docs").results
    write_index(tmp_path / "docs")
    page = (tmp_path / "docs" / "g" / "t.html").read_text(encoding="utf-8")
    assert "a@b.fi" not in page
    # One of the four holds.
    assert "25%" in page
    assert "Traceback (most recent" not in page and "site-packages" not in page
    assert 'href="g/t.html"' in (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    # What is told elsewhere is the same as without these pages.
    assert found == run_gate("g", {"s": suite}, database).results


def test_braces_and_colons_in_a_query_are_plain_text(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select '{a}:b' as word, 1 as one")
    found = run_gate("g", {"s": [Table("t").no_row_where("word = '{a}:b' and one::text = '1'", "s", "x")]}, database)
    assert found.results[0].sample == ({"word": "{a}:b", "one": "1"},)


def test_unqualified_names_are_of_the_schema_that_is_asked_for(tmp_path: Path) -> None:
    database = make(
        tmp_path / "w.duckdb",
        "create table t as select 1 as id",
        'create schema "Other one"',
        'create table "Other one".t as select 2 as id',
    )
    suite = [
        Table("t").no_row("select t.id from batch join t on true", "s", "x"),
        Table("t").between("id", "x", minimum=2),
    ]
    assert run_gate("g", {"s": suite}, database, "Other one").results[0].sample == ({"id": "2"},)


def test_same_check_in_two_suites_is_answered_twice(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select 1 as id")
    check = Table("t").between("id", "x", minimum=2)
    found = run_gate("g", {"a": [check], "b": [check]}, database).results
    assert [(item.suite, item.outcome) for item in found] == [("a", "failed"), ("b", "failed")]


def test_gate_releases_the_lock_even_after_errors_and_large_results(tmp_path: Path) -> None:
    database = make(tmp_path / "w $HOME ?#%41.duckdb", "create table t as select range as id from range(100000)")
    table = Table("t", keys=("id",))
    run_gate("g", {"s": [table.no_row_where("id > 0", "s", "x"), table.no_row_where("no = 0", "s", "x")]}, database)
    write = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table other as select 1')"
    subprocess.run([sys.executable, "-c", write, str(database)], check=True)
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table third as select 1")


def test_gate_leaves_no_file_and_says_nothing(tmp_path: Path) -> None:
    make(tmp_path / "w.duckdb", "create table t as select 1 as id")
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    script = (
        "from pathlib import Path; from flows.quality.checks import Table; from flows.quality.gates import run_gate; "
        "t = Table('t'); c = [t.not_empty('x'), t.no_row_where('no = 1', 's', 'x'), Table('m').not_empty('x')]; "
        "assert run_gate('g', {'s': c}, Path('w.duckdb')).is_red"
    )
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "home"),
        "TMPDIR": str(tmp_path / "temporary"),
        "PYTHONPATH": str(PROJECT_ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    noise = [
        line for line in (done.stdout + done.stderr).splitlines() if "nanobind" not in line and "leaked" not in line
    ]
    assert noise == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["home", "temporary", "w.duckdb"]


def test_warehouse_is_opened_read_only(tmp_path: Path) -> None:
    from flows.quality.dialect import HeldConnection

    database = make(tmp_path / "w.duckdb", "create table t as select 1 as id")
    held = HeldConnection(str(database), "main")
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        held.cursor().execute("create table u as select 1")
    held.close()


def test_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nothing.duckdb does not exist"):
        run_gate("g", {}, tmp_path / "nothing.duckdb")


def test_file_of_another_kind_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "w.duckdb").write_text("this is no database\n" * 1000)
    with pytest.raises(BuildError, match="w.duckdb is no DuckDB file"):
        run_gate("g", {}, tmp_path / "w.duckdb")


def test_warehouse_open_for_writing_elsewhere_is_busy(tmp_path: Path) -> None:
    database = make(tmp_path / "w.duckdb", "create table t as select 1 as id")
    with duckdb.connect(str(database)), pytest.raises(WarehouseBusy, match="open for writing elsewhere"):
        run_gate("g", {"s": [Table("t").not_empty("x")]}, database)


def test_importing_a_suite_does_not_import_great_expectations() -> None:
    script = (
        "import sys, expectations; [expectations.suites(gate) for gate in expectations.gates()]; "
        "import flows.quality.gates, flows.quality.page; "
        "assert not {'great_expectations', 'sqlalchemy', 'pandas', 'jinja2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(PROJECT_ROOT)}, check=True)


# The suites


def test_suites_are_found_by_the_folder_listing() -> None:
    assert expectations.gates() == ("incoming", "marts")
    assert list(expectations.suites("incoming")) == ["drift", "files", "usual"]
    assert list(expectations.suites("marts")) == [
        "accounts",
        "care",
        "health",
        "identity",
        "journey",
        "people",
        "plans",
        "portfolio",
        "reasons",
        "reconciliation",
        "revenue",
        "scorecard",
        "service",
        "signals",
        "voice",
        "write_back",
    ]
    with pytest.raises(ConfigurationError, match="no gate 'outgoing'"):
        expectations.suites("outgoing")


def test_shipped_settings_hold_every_threshold_of_the_suites() -> None:
    settings = DEFAULT_POLICY / "settings.csv"
    names = {line.split(",")[0] for line in settings.read_text(encoding="utf-8").splitlines()[1:]}
    assert set(POLICY) - {"days_behind_warn_usage"} <= names


def test_missing_and_wrong_thresholds_are_named() -> None:
    with pytest.raises(ConfigurationError, match="volume_drop_fail is not set"):
        threshold({}, "volume_drop_fail")
    for text in ("half", "nan", "1; drop table t"):
        with pytest.raises(ConfigurationError, match="write a number"):
            threshold({"volume_drop_fail": text}, "volume_drop_fail")
    assert thresholds_by_stream({"days": "45", "days_usage": "3", "days_costs": ""}, "days") == {"usage": Decimal(3)}


@pytest.mark.parametrize("gate", expectations.gates())
def test_no_two_checks_of_a_suite_and_table_say_the_same(gate: str) -> None:
    named = Counter(
        (suite, check.table, check.sentence) for suite, checks in checks_of(gate).items() for check in checks
    )
    assert [name for name, count in named.items() if count > 1] == []


@pytest.mark.parametrize("gate", expectations.gates())
def test_every_check_can_be_built_and_says_what_to_do(gate: str) -> None:
    for checks in checks_of(gate).values():
        for number, check in enumerate(checks):
            assert (check.build(number).meta or {})["check"] == number
            assert check.remedy.endswith(".") and not check.sentence.endswith(".")


def test_good_batch_opens_the_incoming_gate(tmp_path: Path) -> None:
    first_load = {"rows_new": 100, "rows_before": None, "volume_change": None}
    database = make_batch(tmp_path / "b.duckdb", {}, {**first_load, "stream": "contacts"})
    found = run_gate("incoming", checks_of("incoming"), database)
    assert not_passed(found) == []
    assert (
        found.sentence()
        == f"The incoming gate is open: {len(found.results)} of {len(found.results)} expectations hold."
    )


def refused(rows: int, of: int) -> dict[str, object]:
    return {"rows_read": of, "rows_refused": rows, "refused_share": rows / of}


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (refused(26, 100), {("fail", "refused_share"), ("warn", "refused_share")}),
        (refused(25, 100), {("warn", "refused_share")}),
        (refused(1, 3), {("warn", "refused_share")}),
        (refused(1, 100), set()),
        (refused(3, 3), {("fail", "rows_refused"), ("warn", "refused_share")}),
        (refused(0, 1), set()),
        (
            {"rows_deleted": 51, "rows_after": 49, "volume_change": -0.51},
            {("fail", "volume_change"), ("warn", "rows_deleted")},
        ),
        ({"rows_deleted": 20, "rows_after": 80, "volume_change": -0.2}, set()),
        ({"rows_before": 3, "rows_deleted": 2, "rows_after": 1, "volume_change": -0.67}, set()),
        ({"rows_before": 3, "rows_deleted": 3, "rows_after": 0, "volume_change": -1.0}, {("warn", "rows_after")}),
        ({"stream": "accounts", "rows_before": None, "rows_after": 0, "volume_change": None}, {("fail", "rows_after")}),
        ({"rows_new": 101, "rows_after": 201, "volume_change": 1.01}, {("warn", "volume_change")}),
        ({"rows_new": 21, "rows_deleted": 21}, {("warn", "rows_deleted")}),
        ({"days_behind": 46}, {("warn", "days_behind")}),
        ({"days_behind": 45}, set()),
        ({"stream": "usage", "days_behind": 4}, {("warn", "days_behind")}),
        ({"newest_date": None, "days_behind": None}, set()),
        ({"rows_new": 1}, {("warn", "rows_after")}),
    ],
)
def test_incoming_batch_is_judged_by_the_policy(
    tmp_path: Path, stream: dict[str, object], expected: set[tuple[str, str]]
) -> None:
    database = make_batch(tmp_path / "b.duckdb", {"stream": "contacts", **stream})
    found = run_gate("incoming", checks_of("incoming"), database).results
    assert {(item.severity, str(item.column)) for item in found if item.outcome != "passed"} == expected


def test_good_marts_open_the_gate(tmp_path: Path) -> None:
    found = run_gate("marts", checks_of("marts"), make(tmp_path / "w.duckdb", MARTS))
    assert not_passed(found) == []


def previous(mart: str, rows: int) -> str:
    # The hand-made marts are small, so the copy is blown up to where the policy begins to judge volume.
    grown = f"insert into {mart} select {mart}.* from {mart} cross join range(24)"
    return f"{grown}; insert into audit.previous_publication values ('{mart}', {rows})"


@pytest.mark.parametrize(
    ("fault", "severity", "sentence"),
    [
        ("update mrr_months set mrr = 75 where mrr = 70", "fail", "a customer's closing MRR is the sum of"),
        ("delete from mrr_movements where month = '2026-06-01'", "fail", "a customer's closing MRR is the sum of"),
        ("update mrr_months set mrr = -1 where mrr = 70", "warn", "every mrr is at least 0"),
        ("delete from mrr_months", "warn", "mrr_months holds rows"),
        ("update mrr_movements set churn = 5", "fail", "every churn is at most 0"),
        ("update mrr_movements set rounding = 0.06", "fail", "every rounding is between -0.05 and 0.05"),
        ("update kpi_months set grr = 1.01", "fail", "every grr is between 0 and 1"),
        ("update kpi_months set nrr = -0.1", "fail", "every nrr is at least 0"),
        ("update kpi_months set nrr = 2.1", "warn", "every nrr is at most 2"),
        ("update kpi_months set logo_retention = -0.5", "fail", "every logo_retention is between 0 and 1"),
        ("update kpi_months set customers_churned = 2", "fail", "no more customers churn than there were"),
        ("update kpi_months set arr = 1320.07 where closing = 110", "fail", "ARR is 12 times the closing MRR"),
        ("update kpi_months set closing = 110.02, arr = 1320.24 where closing = 110", "fail", "sum of the customers'"),
        ("update kpi_months set month = '2026-04-01' where month = '2026-05-01'", "fail", "no month is missing"),
        ("delete from kpi_months where month = '2026-06-01'", "warn", "the newest month is the last complete one"),
        ("update audit.run_context set as_of = '2026-06-29'", "fail", "no month is later than the last complete one"),
        ("update kpi_months set opening = 90 where opening = 100", "warn", "newest month's MRR differs"),
        ("update recognised_revenue_months set revenue = 200 where revenue = 70", "warn", "month's revenue differs"),
        ("delete from account_360", "fail", "account_360 holds rows"),
        ("delete from account_contacts where account_id = 'a2'", "fail", "every account of the account view has"),
        ("delete from account_360 where account_id = 'a2'", "fail", "every account with a row of contacts"),
        ("update account_contacts set days_since_last_contact = -1", "fail", "days_since_last_contact is at least 0"),
        ("update account_contacts set days_since_last_contact = 9", "fail", "the days since the last contact"),
        ("update account_contacts set last_contact = '2026-07-01'", "fail", "no last contact lies after"),
        ("update account_contacts set last_contact = '2026-05-30'", "warn", "somebody was contacted in the last 30"),
        ("update account_contacts set never_contacted = true", "warn", "at most 0.5 of all accounts were never"),
        ("update survey_scores set value = 101", "fail", "every value is one that the policy's survey type can give"),
        ("update survey_scores set survey_type = 'CES'", "fail", "every value is one that the policy's survey type"),
        ("update survey_scores set survey_type = 'CSAT'", "fail", "every mean is one that the policy's survey type"),
        ("update survey_score_breakdowns set value = -101", "fail", "every value is one that the policy's survey type"),
        ("update survey_scores set top_share = 100.5", "fail", "every top_share is between 0 and 100"),
        ("update survey_scores set n = 0", "fail", "every n is at least 1"),
        ("update survey_scores set n = 2 where segment = 'A'", "fail", "the answers of the segments add up"),
        ("update survey_scores set month = '2025-05-01'", "warn", "the newest answers are at most 12 months old"),
        ("update survey_scores set n = 2", "fail", "no score of fewer than 3 answers is shown"),
        ("update survey_score_breakdowns set respondents = 1", "fail", "no score of fewer than 2 people is shown"),
        ("update survey_scores_by_account set nps_account = 101", "fail", "every nps_account is between -100 and 100"),
        ("update survey_response_rates set response_rate = 1.1", "fail", "every response_rate is between 0 and 1"),
        ("update survey_waves set is_next_wave_overdue = true", "warn", "not every round of surveys is overdue"),
        ("update survey_exclusions set n = 1", "warn", "at most 0.1 of the answers of each survey type"),
        ("update account_voice set account_id = 'gone'", "fail", "every account that was asked is in the account view"),
        ("update account_voice set last_asked = '2026-07-01'", "fail", "nobody was asked or answered after"),
        ("update account_voice set respondents_12_months = 1", "fail", "by the answers of fewer than 2 people"),
        ("update account_role_satisfaction set account_id = 'gone'", "fail", "every role that answered is of"),
        ("update account_role_satisfaction set respondents_12_months = 1", "fail", "said of a role by the answers of"),
        ("update account_role_satisfaction set answers_12_months = 2", "fail", "said of a role by the answers of"),
        ("update account_role_satisfaction set nps = 101", "fail", "every nps is between -100 and 100"),
        ("update unsurveyed_accounts set is_new = false", "warn", "at most 0.25 of the customers were not asked"),
        ("update satisfaction_and_churn set churn_rate = 1.1", "fail", "every churn_rate is between 0 and 1"),
        ("update account_links set account_id = 'gone' where is_linked", "fail", "every link leads to an account"),
        (
            "update account_links set confidence = 0.79 where is_linked",
            "fail",
            "no link in force is less sure than 0.8",
        ),
        ("update account_links set method = 'name_only' where is_linked", "fail", "no link rests on a name alone"),
        ("update account_links set status = 'unmatched' where status = 'review'", "fail", "only customers that wait"),
        ("delete from identity_reviews", "fail", "every customer that waits for a person is listed"),
        ("update identity_match_rates set match_rate = 1.1", "fail", "every match_rate is between 0 and 1"),
        ("update identity_match_rates set review = 0", "fail", "linked, doubtful and unmatched customers add up"),
        ("update identity_match_rates set match_rate = 0.49", "warn", "at least 0.5 of the customers of each system"),
        ("update identity_match_rates set unmatched_mrr = 5.51", "warn", "at most 0.05 of recurring revenue has no"),
        ("update portfolio_concentration set hhi = 1.01", "fail", "every hhi is between 0 and 1"),
        ("update portfolio_stability set month = '2026-07-01'", "fail", "no month is later than the last complete one"),
        ("update account_segments set abc_class = 'none'", "fail", "a customer has a class if and only if"),
        ("update account_segments set is_potential_too_low = true", "warn", "no customer spends more than its"),
        ("update key_accounts set is_key_account = false", "warn", "there are at least 1 key accounts"),
        (
            "insert into key_accounts select key_accounts.* from key_accounts cross join range(2)",
            "fail",
            "there are at most 2 key accounts",
        ),
        ("update key_accounts set mutual_commitment = null", "fail", "every key account has agreed and is rated"),
        ("update key_accounts set other_criteria_rated = 1", "fail", "every key account has agreed and is rated"),
        ("update key_accounts set is_declared_only = true", "warn", "every account that is declared a key account"),
        ("update key_accounts set status = 'under_review'", "warn", "no key account has fallen below"),
        ("update key_account_scores set is_off_scale = true", "warn", "every rating lies on the scale"),
        ("update key_account_entitlements set entitlements = 0", "warn", "every key account is granted something"),
        ("delete from care_compliance where account_id = 'a2'", "fail", "every customer in a segment has its rules"),
        ("delete from care_compliance; update policy.care_model set segment = 'B'", "warn", "has rules of care"),
        ("delete from care_compliance; update policy.care_model set valid_to = '2026-06-29'", "warn", "rules of care"),
        ("update care_compliance set done = -1", "fail", "every done is at least 0"),
        ("update care_compliance_months set share_ok = 1.1", "fail", "every share_ok is between 0 and 1"),
        ("update care_calendar set due_date = '2027-07-01' where status = 'due'", "fail", "lies outside the year"),
        ("update care_calendar set due_date = '2026-06-29' where status = 'due'", "fail", "lies outside the year"),
        ("update care_calendar set due_date = '2026-05-31' where status = 'done'", "fail", "lies outside the year"),
        ("update care_calendar set due_date = '2026-07-05' where status = 'due'", "fail", "on a Saturday or a Sunday"),
        (
            "update care_calendar set due_date = '2026-07-06'; insert into care_calendar from care_calendar;"
            "insert into care_calendar from care_calendar",
            "warn",
            "no owner has more than 0.5 of the year",
        ),
        (previous("account_360", 63), "fail", "account_360 loses at most 0.2"),
        (previous("account_360", 33), "warn", "account_360 grows by at most 0.5"),
        (previous("mrr_months", 126), "fail", "mrr_months loses at most 0.2"),
        ("update account_plans set completeness = 1.125", "fail", "every completeness is between 0 and 1"),
        ("update account_plans set is_stale = true", "warn", "at most 0.5 of the account plans in force are stale"),
        ("update account_plans set account_id = 'ghost'", "fail", "every account of account_plans is in the account"),
        ("update plan_goals set acknowledged_on = '2026-07-01'", "fail", "no goal is achieved or acknowledged after"),
        ("update target_attainment set measured_to = '2026-07-01'", "fail", "no target is measured beyond"),
        ("update target_reconciliation set difference = 250.01", "warn", "the targets of accounts differ by at most"),
        ("update target_reconciliation set company_targets = 2", "warn", "the targets of accounts differ by at most"),
        ("update commitments set done_on = '2026-07-01' where done_on is not null", "fail", "no promise is kept after"),
        ("update commitments set status = 'overdue' where status = 'kept_late'", "warn", "at most 0.25 of the promise"),
        ("update opportunity_outcomes set win_rate = 1.1", "fail", "every win_rate is between 0 and 1"),
        ("delete from account_journeys where account_id = 'a2'", "fail", "has a stage of its journey"),
        (
            "delete from lifecycle_months where month = '2026-06-01' and account_id = 'a1'",
            "fail",
            "no month is missing",
        ),
        ("update touchpoints set occurred_on = '2026-07-01'", "fail", "no touchpoint lies after"),
        ("update touchpoints set touchpoint = 'unknown'", "warn", "at most 0.05 of the activities are of no known"),
        (
            "update channel_mix set share_of_touchpoints = 0.3 where channel = 'phone'",
            "fail",
            "channels of a stage share",
        ),
        ("update critical_points set satisfaction = 1.1", "fail", "every satisfaction is between 0 and 1"),
        ("update critical_points set criticality = -1", "fail", "every criticality is at least 0"),
        ("update hand_overs set delay_days = -1", "fail", "every delay_days is at least 0"),
        ("update hand_overs set taken_up_on = '2026-07-01'", "fail", "no hand-over is taken up after"),
        ("update onboardings set completeness = 1.1", "fail", "every completeness is between 0 and 1"),
        ("update onboardings set first_value_on = '2026-07-01'", "fail", "no first value lies after"),
        ("update onboardings set status = 'overdue'", "warn", "at most 0.5 of the onboardings under way"),
        ("update themes set comments = -1", "fail", "every comments is at least 0"),
        ("update reason_shares set share = 0.6 where reason_code = 'unknown'", "fail", "reasons add up to 1 in every"),
        ("update win_back_candidates set customer_id = 'a1'", "fail", "nobody who pays is to be won back"),
        ("update churned_customers set has_reason = false", "warn", "at most 0.5 of the customers lost in twelve"),
        ("update churned_customers set month = '2026-07-01'", "fail", "no month is later than the last complete one"),
        ("update service_months set solution_hours_median = -1", "fail", "every solution_hours_median is at least 0"),
        ("update account_service set response_sla_met_share = 2", "fail", "every response_sla_met_share is between"),
        ("update service_months set open_at_month_end = 1 where priority = 'ALL'", "fail", "the open requests of the"),
        ("update complaints set solved_on = '2026-07-01'", "fail", "no complaint is made or solved after the date"),
        ("delete from scorecard where metric = 'nps'", "fail", "every active metric is on the scorecard"),
        ("update scorecard set measured_on = '2026-07-01'", "fail", "no metric is measured after the date of the run"),
        (
            "update metric_catalogue set is_active = false where metric = 'trainings'",
            "warn",
            "looks at customers, proc",
        ),
        ("update churn_signals set first_seen = '2026-07-01'", "fail", "no episode begins or clears after"),
        ("update churn_signals set cleared = first_seen", "fail", "no episode begins or clears after"),
        ("update buying_signals set cleared = '2026-07-01'", "fail", "no episode begins or clears after"),
        ("update churn_signals set cleared = '2026-06-11' where cleared is not null", "fail", "no two episodes of"),
        ("update signal_counts set opened = -1", "fail", "every opened is at least 0"),
        ("update churn_signals set cleared = '2026-06-20' where is_open", "fail", "the signals that stood at the end"),
        ("insert into buying_signals values ('a2', 'new_site', 'a1', '2026-06-30', null)", "fail", "that stood at the"),
        (
            "insert into account_360 select account_360.* from account_360 cross join range(24);"
            "insert into churn_signals select 'x' || range, 'low_score', '', '2026-06-30', null, true from range(21)",
            "warn",
            "no signal of churn stands at more than 0.4",
        ),
        ("update account_health set score = 100.1", "fail", "every score is between 0 and 100"),
        ("update account_health set month = '2026-07-01'", "fail", "no month is later than the last complete one"),
        ("update account_health_today set coverage = 1.1", "fail", "every coverage is between 0 and 1"),
        ("update account_health_today set scored_on = '2026-06-29'", "fail", "today's health is that of the date"),
        ("update account_health_today set score = null", "warn", "at most 0.5 of the customers have no score"),
        ("update account_health_components set points = -1", "fail", "every points is between 0 and 100"),
        ("delete from account_health_components where component = 'contact'", "fail", "weights of the known component"),
        ("update load_reconciliation set rows_loaded = 6 where rows_loaded = 5", "warn", "as the loader counted when"),
        (
            "update load_reconciliation set rows_staged = 4 where rows_staged = 5",
            "fail",
            "every landed row of a stream",
        ),
        (
            "update load_reconciliation set amount_unexplained = -0.02 where stream = 'invoice_lines'",
            "fail",
            "is counted",
        ),
        ("update sync_salesforce_accounts set health_score = 101", "fail", "every health_score is between 0 and 100"),
        (
            "update sync_hubspot_companies set as_of = '2026-06-29'",
            "fail",
            "what is written back is of the date of the",
        ),
        ("update sync_hubspot_companies set account_id = 'gone'", "fail", "every account that is written back is in"),
        ("update account_360 set is_deleted = true where account_id = 'a1'", "fail", "every account that is written"),
        ("update sync_hubspot_companies set account_id = 'a1'", "fail", "no account is told to both Salesforce and"),
        ("update health_backtest_quality set verdict = 'does_not_predict'", "warn", "the score of health tells who"),
    ],
)
def test_fault_in_a_mart_is_found(tmp_path: Path, fault: str, severity: str, sentence: str) -> None:
    database = make(tmp_path / "w.duckdb", MARTS, fault)
    named = {
        name: [check for check in checks if sentence in check.sentence] for name, checks in checks_of("marts").items()
    }
    found = not_passed(run_gate("marts", named, database))
    assert {outcome for _, outcome, _ in found} == {"failed"}
    assert severity in {kind for kind, _, _ in found}


def test_too_many_key_accounts_only_warn_where_the_policy_says_so(tmp_path: Path) -> None:
    many = "insert into key_accounts select key_accounts.* from key_accounts cross join range(2)"
    suites = expectations.suites("marts")
    checks = {"portfolio": suites["portfolio"]({**POLICY, "key_accounts_over_maximum": "warn"})}
    found = not_passed(run_gate("marts", checks, make(tmp_path / "w.duckdb", MARTS, many)))
    assert found == [("warn", "failed", "there are at most 2 key accounts")]


def test_volume_within_the_policy_passes(tmp_path: Path) -> None:
    # 50 rows now; 62 before is a loss of 0.194, 34 before is a growth of 0.471.
    for rows in (62, 34):
        database = make(tmp_path / f"w{rows}.duckdb", MARTS, previous("account_360", rows))
        assert not_passed(run_gate("marts", checks_of("marts"), database)) == []


# Results and their page


def test_gate_is_red_only_by_a_failure_that_counts() -> None:
    assert not GateResult("g", (result("warn"), result("warn", "errored"), result("fail", "passed"))).is_red
    assert GateResult("g", (result("fail", "errored"),)).is_red


def test_sentence_names_the_first_red_expectations_and_what_to_do() -> None:
    said = GateResult("marts", (result("warn"), result(), result(), result(), result())).sentence()
    assert said.startswith("The marts gate is red: kpi_months: 'every grr is between 0 and 1' does not hold")
    assert "; and 1 more. Look at the month." in said


def test_records_are_flat() -> None:
    (record,) = GateResult("marts", (result(),)).to_records()
    assert record["sample"] == '[{"month": "2026-06-01", "grr": "1.5"}]'
    assert all(value is None or isinstance(value, str | int) for value in record.values())


def test_page_shows_red_first_and_escapes_what_it_shows(tmp_path: Path) -> None:
    evil = result(sample=({"name": "<script>alert(1)</script>"},), remedy="Read & repair.")
    calm, open_one = result("warn", remedy="Look at it one day."), result("fail", "passed", expectation="all is well")
    write_results([GateResult("incoming", (open_one,)), GateResult("marts", (calm, evil))], tmp_path / "quality")
    page = (tmp_path / "quality" / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert page.index("Read &amp; repair.") < page.index("Look at it one day.") < page.index("all is well")
    assert re.findall(r"(?:src|href)=\"(?!data:)|url\(|https?://", page) == []
    written = json.loads((tmp_path / "quality" / "results.json").read_text(encoding="utf-8"))
    assert [(gate["gate"], gate["is_red"]) for gate in written["gates"]] == [("incoming", False), ("marts", True)]
    assert written["gates"][1]["results"][1]["sample"] == [{"name": "<script>alert(1)</script>"}]
