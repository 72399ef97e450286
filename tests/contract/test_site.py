"""The documentation as a site: it builds without a warning, leads to every page and asks nothing of the network."""

import re
import subprocess
import sys
from pathlib import Path

import yaml

from flows.settings import PROJECT_ROOT

LOADED = re.compile(
    r"<(?:script|img|iframe)[^>]*\ssrc=\"([^\"]+)|<link[^>]*rel=\"(?:stylesheet|preconnect)\"[^>]*href=\"([^\"]+)"
)


def pages_of(entries: list[object]) -> set[str]:
    found: set[str] = set()
    for entry in entries:
        found |= {entry} if isinstance(entry, str) else pages_of(next(iter(entry.values())))  # type: ignore[attr-defined]
    return found


def test_every_page_of_documentation_stands_in_the_sites_menu() -> None:
    menu = pages_of(yaml.safe_load((PROJECT_ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    assert {path.name for path in (PROJECT_ROOT / "docs").glob("*.md")} <= menu
    connectors = {path.relative_to(PROJECT_ROOT).as_posix() for path in PROJECT_ROOT.glob("flows/sources/*/README.md")}
    assert connectors <= menu


def test_the_site_builds_strictly_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 30
    loaded = {one or other for page in pages for one, other in LOADED.findall(page.read_text(encoding="utf-8"))}
    assert {address for address in loaded if "//" in address} == set()
    assert "<li>What is our recurring revenue" in (tmp_path / "index.html").read_text(encoding="utf-8")
