"""Takes the pictures of docs/tour.md from a published report; `make tour` does so with that of the demo company."""

import argparse
import base64
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "images" / "tour"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """One picture: the page and what is done on it first; its size; dark or light."""

    name: str
    page: str
    prepare: Callable[[Page], object] | None = None
    width: int = 1280
    height: int = 860
    scheme: str = "light"


def to(selector: str) -> Callable[[Page], object]:
    """Scroll a part of the page to the top."""
    return lambda page: page.locator(selector).first.evaluate("part => part.scrollIntoView()")


PICTURES_OF_THE_TOUR = (
    Picture("portfolio", "index.html"),
    Picture("matrix", "index.html", to("section:has(#matrix)")),
    Picture("cohorts", "index.html", to("section:has(#cohorts)")),
    Picture("my-accounts", "owners.html"),
    Picture("accounts", "accounts.html#show=warned&sort=-mrr"),
    Picture("account", "account.html#id={account}"),
    Picture("account-phone", "account.html#id={account}", width=390, height=860),
    Picture("care", "care.html"),
    Picture("signals", "signals.html"),
    Picture("voice", "voice.html"),
    Picture("quality", "quality.html"),
    Picture("finnish-dark", "fi/index.html", scheme="dark"),
)


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a company's folder with a publication")
    report = parser.parse_args().home / "published" / "report"
    if not (report / "index.html").is_file():
        print(f"{report} holds no report: run `make run` first.", file=sys.stderr)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
        opened = browser.new_page(locale="en-GB")
        opened.goto((report / "accounts.html").resolve().as_uri() + "#show=warned&sort=-mrr")
        account = opened.locator("#accounts tbody th a").first.get_attribute("href") or ""
        account = account.partition("=")[2]
        for picture in PICTURES_OF_THE_TOUR:
            page = browser.new_page(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.scheme == "dark" else "light",
                locale="en-GB",
            )
            file, _, state = picture.page.partition("#")
            page.goto((report / file).resolve().as_uri() + (f"#{state.format(account=account)}" if state else ""))
            page.wait_for_timeout(400)
            if picture.prepare is not None:
                picture.prepare(page)
            _take(page, PICTURES / f"{picture.name}.webp")
            page.close()
        browser.close()
    return 0


def _take(page: Page, path: Path) -> None:
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    path.write_bytes(base64.b64decode(taken["data"]))
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    sys.exit(main())
