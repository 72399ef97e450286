"""Expectations of the signals: no episode is ahead of its time or overlaps another, and the counts are those listed."""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold
from flows.quality.shapes import complete_months_only, current

CHURN = Table("churn_signals", keys=("account_id", "signal", "subject", "first_seen"))
BUYING = Table("buying_signals", keys=("account_id", "signal", "subject", "first_seen"))
COUNTS = Table("signal_counts", keys=("kind", "signal", "month"))

SEE_MODEL = "Report a fault of the models of signals with the named rows; the last good version stands until then."
SEE_POLICY = "Raise the numbers of the named signals in churn_signals.csv, or switch them off; so many help nobody."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of churn signals, buying signals and their counts."""
    return [
        *_episodes(CHURN),
        *_episodes(BUYING),
        complete_months_only(COUNTS, SEE_MODEL),
        *_counts(),
        *_alarms(policy),
    ]


def _episodes(table: Table) -> list[Check]:
    return [
        table.no_row_where(
            f"first_seen > {current('as_of')} or cleared > {current('as_of')} or cleared <= first_seen",
            "no episode begins or clears after the date of the run, or clears before it began",
            SEE_MODEL,
            shown=("cleared",),
            column="cleared",
        ),
        table.no_row(
            """
            select one.account_id, one.signal, one.subject, one.first_seen
            from batch as one
            join batch as other using (account_id, signal, subject)
            where one.first_seen < other.first_seen and coalesce(one.cleared > other.first_seen, true)
            """,
            "no two episodes of a signal stand on the same day",
            SEE_MODEL,
            column="first_seen",
        ),
    ]


def _counts() -> list[Check]:
    newest = "select max(month) from batch"
    return [
        *[COUNTS.between(column, SEE_MODEL, minimum=0) for column in ("opened", "cleared", "open_at_end")],
        COUNTS.no_row(
            f"""
            select counted.kind, counted.signal, counted.month, counted.open_at_end, count(listed.signal) as listed
            from batch as counted
            left join (
                select 'churn' as kind, signal, first_seen, cleared from churn_signals
                union all select 'buying', signal, first_seen, cleared from buying_signals
            ) as listed
                on counted.kind = listed.kind and counted.signal = listed.signal
                and listed.first_seen <= last_day(counted.month)
                and coalesce(listed.cleared > last_day(counted.month), true)
            where counted.month = ({newest})
            group by counted.kind, counted.signal, counted.month, counted.open_at_end
            having counted.open_at_end <> count(listed.signal)
            """,
            "the signals that stood at the end of the newest month are those listed",
            SEE_MODEL,
            column="open_at_end",
        ),
    ]


def _alarms(policy: Mapping[str, str]) -> list[Check]:
    share, rows = threshold(policy, "signal_accounts_share_warn"), threshold(policy, "volume_rows_minimum")
    customers = "select count(*) from account_360 where is_active_customer and not is_deleted"
    return [
        CHURN.no_row(
            f"""
            select signal, count(distinct account_id) as accounts, ({customers}) as customers
            from batch where is_open
            group by signal
            having ({customers}) >= {rows} and count(distinct account_id) > {share} * ({customers})
            order by signal
            """,
            f"no signal of churn stands at more than {share} of all customers",
            SEE_POLICY,
            severity="warn",
            column="signal",
        )
    ]
