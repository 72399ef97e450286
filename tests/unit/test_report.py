"""The report's own arithmetic, wording, shards and server."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from flows.errors import ConfigurationError
from flows.report.accounts import script_of, shard_of
from flows.report.charts import Point, Size, bridge_chart, line_chart
from flows.report.drawings import sparkline, waterfall
from flows.report.language import Language
from flows.report.marts import Row
from flows.report.months import before, last_whole_month, spine
from flows.report.portfolio import MOVEMENTS, headline, year
from flows.report.server import ReportServer, serve_report
from flows.settings import PROJECT_ROOT, Home

JUNE = date(2026, 6, 1)
ENGLISH = Language("en")
SIZE = Size(width=364, height=244, months=12)


def spaced(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2212", "-")


def month_row(opening: int, closing: int, **moved: int) -> Row:
    row = {name: Decimal(moved.get(name, 0)) for name in MOVEMENTS}
    unknown = dict.fromkeys(("nrr_12_months", "grr_12_months", "logo_retention_12_months"))
    return {**row, **unknown, "opening": Decimal(opening), "closing": Decimal(closing)}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2026, 6, 30), date(2026, 6, 1)),
        (date(2026, 6, 29), date(2026, 5, 1)),
        (date(2026, 1, 1), date(2025, 12, 1)),
        (date(2024, 2, 28), date(2024, 1, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
    ],
)
def test_a_month_is_whole_from_its_last_day_on(as_of: date, expected: date) -> None:
    assert last_whole_month(as_of) == expected


def test_months_between_two_are_complete_across_a_year() -> None:
    assert spine(date(2025, 11, 1), date(2026, 2, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert spine(date(2026, 2, 1), date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("1234567.895", "1,234,567.90"), ("-0.01", "-0.01"), ("0", "0.00"), ("-1000", "-1,000.00"), ("-0.001", "0.00")],
)
def test_money_is_written_to_the_cent_as_the_language_writes_it(amount: str, expected: str) -> None:
    assert ENGLISH.money(Decimal(amount)) == expected


def test_only_what_is_not_zero_has_a_sign() -> None:
    assert [ENGLISH.signed(Decimal(text), 1) for text in ("1.25", "-1.25", "0", "0.04")] == [
        "+1.3",
        "-1.3",
        "0.0",
        "0.0",
    ]


def test_axis_labels_are_short() -> None:
    assert [ENGLISH.compact(value) for value in (0, 950, 2500, -1_200_000, 3e9)] == [
        "0",
        "950",
        "2.5k",
        "-1.2M",
        "3G",
    ]


def test_a_code_of_the_marts_reads_as_words() -> None:
    assert ENGLISH.spoken("contact_at_two_accounts") == "contact at two accounts"


def test_a_headline_that_cannot_be_known_says_why() -> None:
    current = {
        "arr": Decimal(1200),
        "closing": Decimal(100),
        "nrr": None,
        "grr": None,
        "logo_retention": None,
        "customers_close": 1,
        "arpa": Decimal(100),
        "quick_ratio": None,
    }
    figures = {figure.key: figure for figure in headline(current, None, ENGLISH, "EUR")}
    assert figures["nrr"].text == "nothing opened"
    assert figures["quick_ratio"].text == "nothing was lost"
    assert figures["quick_ratio"].value is None
    assert figures["closing"].change is None


def test_a_change_that_rounds_away_is_none() -> None:
    row = {"closing": Decimal(0), "customers_close": 0, "arpa": None, "quick_ratio": None}
    current = {**row, "nrr": 0.98104, "grr": 0.9, "logo_retention": 1.0}
    figures = {
        figure.key: figure.change
        for figure in headline(
            current, {**current, "nrr": 0.98101, "grr": 0.95, "logo_retention": None}, ENGLISH, "EUR"
        )
    }
    assert figures["nrr"] is not None
    assert figures["nrr"].text == "unchanged"
    assert figures["grr"] is not None
    assert (spaced(figures["grr"].text), figures["grr"].direction, figures["grr"].is_good) == (
        "-5.0 points",
        "down",
        False,
    )
    assert figures["logo_retention"] is None


def test_twelve_months_add_up_against_the_opening_of_the_first() -> None:
    months = {before(JUNE, back): month_row(1000, 1000) for back in range(12)}
    months[before(JUNE, 11)] = month_row(800, 1000, new=150, expansion=100, contraction=-20, churn=-30)
    months[JUNE] |= {"nrr_12_months": 1.0625, "grr_12_months": 0.9375, "logo_retention_12_months": 0.5}
    found = year(months, JUNE)
    assert found is not None
    assert (found.first, found.opening, found.closing) == (date(2025, 7, 1), Decimal(800), Decimal(1000))
    assert found.sums["expansion"] == 100
    assert (found.nrr, found.grr, found.logo_retention) == (1.0625, 0.9375, 0.5)


def test_eleven_months_make_no_year_and_nothing_opened_no_ratio() -> None:
    months = {before(JUNE, back): month_row(0, 0) for back in range(12)}
    found = year(months, JUNE)
    assert found is not None
    assert found.nrr is None
    del months[before(JUNE, 5)]
    assert year(months, JUNE) is None


def test_a_line_spans_its_scale_and_breaks_where_a_month_is_missing() -> None:
    values = (0, 100, None, 50, 100)
    points = [Point(before(JUNE, 4 - index), value, "") for index, value in enumerate(values)]
    chart = line_chart(points, SIZE)
    # 200 units of height between the margins of 14 above and 30 below.
    assert [(y, label) for y, label in chart.ticks] == [(214, "0"), (164, "25"), (114, "50"), (64, "75"), (14, "100")]
    assert [y for _, y, _ in chart.dots] == [214, 14, 114, 14]
    assert len(chart.lines) == 2
    assert len(chart.gaps) == 1
    assert chart.labels[-1][1] == "Jun 2026"


def test_gains_are_stacked_upwards_and_losses_downwards() -> None:
    moved = dict.fromkeys(MOVEMENTS, Decimal(0)) | {"new": Decimal(30), "expansion": Decimal(10), "churn": Decimal(-20)}
    chart = bridge_chart([(JUNE, moved), (before(JUNE), None)], SIZE, lambda *_: "")
    bars = {bar.kind: (bar.y, round(bar.y + bar.height, 1)) for bar in chart.bars}
    assert list(bars) == ["new", "expansion", "churn"]
    assert (bars["new"][1], bars["churn"][0]) == pytest.approx((chart.baseline, chart.baseline), abs=0.1)
    assert bars["expansion"][1] == pytest.approx(bars["new"][0], abs=0.1)


def test_a_waterfall_leads_from_the_opening_to_the_closing_on_one_scale() -> None:
    fall = waterfall(Decimal(1000), {"new": Decimal(80), "churn": Decimal(-40)}, Decimal(1040))
    # 1,000 to 1,080 and an eighth of those 80 before the lowest: from 990 on, 90 wide.
    assert fall.low == 990
    assert [(step.kind, step.start, step.width) for step in fall.steps] == [
        ("opening", 0.0, 111.1),
        ("new", 111.1, 888.9),
        ("churn", 555.6, 444.4),
        ("closing", 0.0, 555.6),
    ]


def test_a_waterfall_of_nothing_can_be_drawn() -> None:
    assert {step.width for step in waterfall(Decimal(0), {"new": Decimal(0)}, Decimal(0)).steps} == {0.0}
    still = waterfall(Decimal(99), {"new": Decimal(0)}, Decimal(99))
    assert [(step.start, step.width) for step in still.steps] == [(0.0, 990.0), (990.0, 0.0), (0.0, 990.0)]


def test_a_small_line_breaks_where_a_month_is_missing_and_reaches_to_its_target() -> None:
    drawn = sparkline([Decimal(1), Decimal(2), None, Decimal(3), Decimal(4)], Decimal(5))
    assert drawn is not None
    # 34 units for the values from 1 to 5, five from the edge.
    assert (drawn.target, drawn.dot) == (5.0, (235.0, 13.5))
    assert drawn.lines == ["M5.0,39.0 L62.5,30.5", "M177.5,22.0 L235.0,13.5"]
    assert sparkline([None, None], Decimal(1)) is None


def test_a_chart_without_any_value_can_be_drawn() -> None:
    assert line_chart([], SIZE).is_empty
    assert line_chart([Point(JUNE, None, "")], SIZE).is_empty
    assert bridge_chart([], SIZE, lambda *_: "").is_empty


def test_data_cannot_end_its_script() -> None:
    name = "</script><!--\u2028\u2029"
    script = script_of("accounts", {"name": name, "mrr": Decimal("0.10"), "day": JUNE})
    assert not {"<", "\u2028", "\u2029"} & set(script)
    data = json.loads(script.partition(", ")[2].rpartition(");")[0])
    assert data == {"name": name, "mrr": "0.10", "day": "2026-06-01"}


def test_shards_follow_the_published_hash() -> None:
    # FNV-1a, 32 bits, from its authors' test vectors: "" and "foobar".
    assert shard_of("", 2**32) == 0x811C9DC5
    assert shard_of("foobar", 2**32) == 0xBF9CF968


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Home, int]]:
    home = Home(tmp_path / "home")
    put_version(home, "one", "first")
    (home.root / "secret.txt").write_text("secret")
    server = ReportServer(home.published, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield home, server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def put_version(home: Home, name: str, text: str) -> None:
    folder = home.versions / name / "report"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(text)
    os.utime(folder / "index.html", (0, 0))
    home.published.unlink(missing_ok=True)
    home.published.symlink_to(folder.parent)


def asked(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def test_a_new_publication_shows_at_the_next_click(served: tuple[Home, int]) -> None:
    home, port = served
    response, text = asked(port, "/report/index.html")
    assert (response.status, text, response.headers["Cache-Control"]) == (200, "first", "no-store")
    put_version(home, "two", "second")
    later = {"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"}
    assert asked(port, "/report/index.html", later)[1] == "second"


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/..%2f..%2fsecret.txt", "/%2e%2e/%2e%2e/secret.txt", "//secret.txt", "/report/data/", "/x%00"],
)
def test_nothing_outside_the_publication_and_no_listing_is_served(served: tuple[Home, int], path: str) -> None:
    response, text = asked(served[1], path)
    assert response.status == 404
    assert "secret" not in text


def test_a_link_that_leads_out_of_the_publication_is_not_followed(served: tuple[Home, int]) -> None:
    home, port = served
    (home.published / "report" / "out.txt").symlink_to(home.root / "secret.txt")
    assert asked(port, "/report/out.txt")[0].status == 404


def test_the_root_leads_to_the_report_and_foreign_names_are_refused(served: tuple[Home, int]) -> None:
    response, _ = asked(served[1], "/")
    assert (response.status, response.headers["Location"]) == (302, "/report/index.html")
    assert asked(served[1], "/report/index.html", {"Host": "rebound.example"})[0].status == 403


def test_serving_before_the_first_publication_is_an_error_of_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Nothing is published"):
        serve_report(Home(tmp_path), 0, open_browser=False)


def test_a_taken_port_is_an_error_of_configuration(tmp_path: Path) -> None:
    home = Home(tmp_path)
    put_version(home, "one", "first")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"Port {port} is taken"):
            serve_report(home, port, open_browser=False)


def test_ctrl_c_ends_the_server_quietly(tmp_path: Path) -> None:
    home = Home(tmp_path)
    put_version(home, "one", "first")
    # The handler first: a shell that runs the tests in the background has its children ignore the signal.
    code = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from pathlib import Path\nfrom flows.report.server import serve_report\nfrom flows.settings import Home\n"
        f"serve_report(Home(Path({str(tmp_path)!r})), 0, open_browser=False)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
