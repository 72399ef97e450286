"""A connector for drills: it lands the rows of an API whose address stands beside the inbox."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from flows.extraction.api import Api
from flows.landing import Loading, land_changes
from flows.policy import Policy
from flows.settings import RunRequest
from flows.sources.connector import Batch, StreamBatch, StreamTrial

TOKEN = "drill-token-4711"
COLUMNS = ("id", "amount")


class DrillConnector:
    """One stream of rows with an id and an amount, a page at a time."""

    name = "drill"

    def streams(self) -> Mapping[str, Sequence[str]]:
        """The one stream."""
        return {"rows": COLUMNS}

    def is_configured(self, request: RunRequest) -> bool:
        """Always."""
        return True

    def try_connection(self, request: RunRequest, policy: Policy) -> Iterable[StreamTrial]:
        """Nothing is tried."""
        return ()

    def extract(self, request: RunRequest, policy: Policy, loading: Loading) -> Batch:
        """Read page after page, and land what has changed."""
        address = (request.inbox / "drill-address").read_text()
        rows: list[tuple[str, str, str, int, str]] = []
        page: int | None = 1
        api = Api(self.name, address, policy, headers={"Authorization": f"Bearer {TOKEN}"})
        while page:
            answer = api.get("rows", {"page": page, "api_key": TOKEN})
            rows += [(row["id"], row["amount"], "drill", 0, row["id"]) for row in answer["rows"]]
            page = answer["next"]
        with contextlib.closing(duckdb.connect()) as connection:
            connection.execute(
                "create table incoming (id varchar, amount varchar, _origin_file varchar, _origin_row bigint, "
                "_row_key varchar)"
            )
            connection.executemany("insert into incoming values (?, ?, ?, ?, ?)", rows)
            change = land_changes(connection, loading, self.name, "rows", COLUMNS, "incoming", is_whole=True)
        batch = StreamBatch(
            self.name,
            "rows",
            rows_read=len(rows),
            rows_refused=0,
            rows_before=change.rows_before,
            rows_new=change.rows_new,
            rows_changed=change.rows_changed,
            rows_deleted=change.rows_deleted,
            newest_date=None,
        )
        return Batch(self.name, (batch,), change.files, {"drill/rows": {"fingerprint": [address], "files": []}})


connector = DrillConnector()
