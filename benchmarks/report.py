"""Times the report of a company of any size, made of a published one, and how fast its pages open in a browser."""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from gates import COPIED_AS_THEY_ARE, enlarge
from playwright.sync_api import Page, sync_playwright

from flows.policy import load_policy
from flows.report import write_report

# A page and what stands on it once it is drawn.
PAGES = {
    "index.html": "h1",
    "owners.html": ".owner-name",
    "accounts.html": "#accounts tbody tr",
    "care.html": "#clock svg",
    "signals.html": "#signals tbody tr",
    "voice.html": "h1",
    "attention.html": "h1",
    "quality.html": "h1",
}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Write the report once, open every page, and say what each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a company's folder with a publication")
    parser.add_argument("--accounts", type=int, default=5000)
    arguments = parser.parse_args()
    published = arguments.home / "published"
    if not (published / "account360.duckdb").is_file():
        print(f"{published} holds no publication: run `make run` first.", file=sys.stderr)
        return 2
    as_of = date.fromisoformat(json.loads((published / "manifest.json").read_text("utf-8"))["as_of"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warehouse = arguments.home / "work" / "current" / "warehouse.duckdb"
        enlarge(published / "account360.duckdb", warehouse, folder / "account360.duckdb", arguments.accounts)
        with duckdb.connect(str(folder / "account360.duckdb")) as connection:
            for schema in COPIED_AS_THEY_ARE:
                connection.execute(f"drop schema if exists {schema} cascade")
        wall, processor = time.perf_counter(), time.process_time()
        write_report(folder, as_of, load_policy(None))
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        report = folder / "report"
        files = [path.stat().st_size for path in report.rglob("*") if path.is_file()]
        print(f"written in {wall:.1f} s ({processor:.1f} s of processor), {memory:.0f} MiB of memory in the process")
        print(f"{len(files)} files, {sum(files) / 1e6:.1f} MB; first page {_weight(report, 'index.html') / 1e6:.2f} MB")
        for page, milliseconds in _opened(report).items():
            print(f"{page}: {milliseconds:.0f} ms")
    return 0


def _weight(report: Path, page: str) -> int:
    """Bytes of a page and of everything that it loads."""
    text = (report / page).read_text("utf-8")
    loaded = [part.split('"')[0] for mark in ('src="', 'href="') for part in text.split(mark)[1:]]
    scripts = {name for name in loaded if name.startswith(("assets/", "data/"))}
    return len(text.encode()) + sum((report / name).stat().st_size for name in scripts)


def _opened(report: Path) -> dict[str, float]:
    found: dict[str, Any] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        for name, drawn in PAGES.items():
            began = time.perf_counter()
            page.goto((report / name).as_uri())
            page.locator(drawn).first.wait_for()
            found[name] = 1000 * (time.perf_counter() - began)
        found["search on any page"] = _searched(page)
        browser.close()
    return found


def _searched(page: Page) -> float:
    began = time.perf_counter()
    page.locator("#find").fill("oy")
    page.locator("#found [role=option]").first.wait_for()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
