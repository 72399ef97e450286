"""Takes the pages that stand beside docs/ into the site, and turns links between pages into links of the site."""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
BESIDE = ("README.md", "CHANGELOG.md", "DECISIONLOG.md", "CONTRIBUTING.md", "flows/sources/*/README.md")
# A list right below a line of text, which code forges draw as a list and the site's Markdown does not.
LIST_BELOW_TEXT = re.compile(r"^((?![-*|>#]|\d+\.|\s|```).+)\n(?=(?:[-*]|\d+\.) )", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the repository that do not stand in docs/, each at its own path."""
    for pattern in BESIDE:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as the site needs them; what is no page of the site stays as words."""
    own = page.file.src_uri
    beside = any((ROOT / own).is_file() and Path(own).match(pattern) for pattern in BESIDE)
    place = posixpath.dirname(own if beside else f"docs/{own}")

    def target(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(place, found[1]))
        inside = path.removeprefix("docs/")
        if files.get_file_from_path(inside) is None:
            return found[1]
        return posixpath.relpath(inside, posixpath.dirname(own) or ".")

    return LINK.sub(target, LIST_BELOW_TEXT.sub(r"\1\n\n", markdown))
