"""Expectations of an incoming batch, stream by stream: refused rows, volume, freshness, arithmetic.

One refused row in a stream of three must not stop the night: a share refuses only together with a number of rows,
and a change of volume counts only in a stream that was large enough. A stream without a good row always refuses.
"""

from collections.abc import Mapping

from flows.quality.checks import Check, Table
from flows.quality.policy import threshold, thresholds_by_stream

STREAMS = Table("batch_streams", keys=("source", "stream"))
# A stream that stopped coming is in no batch, so that age is judged over every stream that ever landed.
EVER_LANDED = Table("batch_freshness", keys=("source", "stream"))
REFUSED = ("rows_read", "rows_refused", "refused_share")
VOLUME = ("rows_before", "rows_after", "volume_change")

SEE_QUARANTINE = "Read the reasons in quarantine/, correct the file or its mapping and drop it again."
SEE_EXPORT = "Ask the owner of the system whether its export is complete, then drop a complete file."
SEE_LOADER = "Keep the files and report a fault of the loader: its own counts contradict each other."


def suite(policy: Mapping[str, str]) -> list[Check]:
    """The checks of the incoming gate."""
    return [*_refused(policy), *_volume(policy), *_freshness(policy), *_arithmetic()]


def _refused(policy: Mapping[str, str]) -> list[Check]:
    share_fail = threshold(policy, "quarantined_share_fail")
    rows_fail = threshold(policy, "quarantined_rows_fail")
    share_warn = threshold(policy, "quarantined_share_warn")
    return [
        STREAMS.no_row_where(
            f"refused_share > {share_fail} and rows_refused > {rows_fail}",
            f"the share of refused rows of a stream stays at or under {share_fail}, or at most {rows_fail} are refused",
            SEE_QUARANTINE,
            shown=REFUSED,
            column="refused_share",
        ),
        STREAMS.no_row_where(
            "rows_read > 0 and rows_refused >= rows_read",
            "no stream has all of its rows refused",
            SEE_QUARANTINE,
            shown=REFUSED,
            column="rows_refused",
        ),
        STREAMS.no_row_where(
            f"refused_share > {share_warn}",
            f"the share of refused rows of a stream stays at or under {share_warn}",
            SEE_QUARANTINE,
            shown=REFUSED,
            severity="warn",
            column="refused_share",
        ),
    ]


def _volume(policy: Mapping[str, str]) -> list[Check]:
    judged = f"rows_before >= {threshold(policy, 'volume_rows_minimum')}"
    drop, jump = threshold(policy, "volume_drop_fail"), threshold(policy, "volume_jump_warn")
    deleted = threshold(policy, "deleted_share_warn")
    return [
        STREAMS.no_row_where(
            "stream = 'accounts' and rows_after = 0",
            "there is at least one account",
            "Drop an accounts file with at least one row that is not refused.",
            shown=VOLUME,
            column="rows_after",
        ),
        STREAMS.no_row_where(
            f"{judged} and volume_change < -{drop}",
            f"no stream loses more than {drop} of its rows in one batch",
            SEE_EXPORT,
            shown=VOLUME,
            column="volume_change",
        ),
        STREAMS.no_row_where(
            "rows_before > 0 and rows_after = 0",
            "no stream that held rows becomes empty",
            SEE_EXPORT,
            shown=VOLUME,
            severity="warn",
            column="rows_after",
        ),
        STREAMS.no_row_where(
            f"{judged} and volume_change > {jump}",
            f"no stream grows by more than {jump} of its rows in one batch",
            "Check that the file holds no other company's rows and that its keys did not change.",
            shown=VOLUME,
            severity="warn",
            column="volume_change",
        ),
        STREAMS.no_row_where(
            f"{judged} and rows_deleted > {deleted} * rows_before",
            f"no stream has more than {deleted} of its rows deleted in one batch, even when others come in their place",
            "Check whether the source changed its keys: the same rows under new keys count as deleted and new.",
            shown=("rows_before", "rows_new", "rows_deleted", "rows_after"),
            severity="warn",
            column="rows_deleted",
        ),
    ]


def _freshness(policy: Mapping[str, str]) -> list[Check]:
    usual = threshold(policy, "days_behind_warn")
    own = thresholds_by_stream(policy, "days_behind_warn")
    cases = " ".join(f"when '{stream}' then {days}" for stream, days in own.items())
    limit = f"case stream {cases} else {usual} end" if own else f"{usual}"
    return [
        EVER_LANDED.no_row_where(
            f"days_behind > {limit}",
            f"the newest row of a stream is at most {usual} days old, or as old as the stream's own setting allows",
            "Ask the owner of the system whether its export still runs, or set days_behind_warn for the stream.",
            shown=("newest_date", "days_behind"),
            severity="warn",
            column="days_behind",
            named_by=("stream",),
        )
    ]


def _arithmetic() -> list[Check]:
    return [
        STREAMS.between("refused_share", SEE_LOADER, minimum=0, maximum=1),
        STREAMS.no_row_where(
            "rows_refused > rows_read",
            "no stream refuses more rows than it read",
            SEE_LOADER,
            shown=REFUSED,
            column="rows_refused",
        ),
        STREAMS.no_row_where(
            "coalesce(rows_before, 0) + rows_new - rows_deleted <> rows_after",
            "the rows of a stream before the batch, and new, less deleted ones, are its rows afterwards",
            SEE_LOADER,
            shown=("rows_before", "rows_new", "rows_deleted", "rows_after"),
            severity="warn",
            column="rows_after",
        ),
    ]
