"""Finds the report's sentences in its code, so that no translation is missing or left over."""

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "n": (1, 2), "later": None}
# Which extractor reads which files.
METHODS = (("*.py", "python"), ("templates/*.j2", "jinja2.ext:babel_extract"), ("assets/*.js", "javascript"))
JINJA_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}

Sentence = str | tuple[str, ...]


def sentences() -> dict[Sentence, list[str]]:
    """Every sentence of the report with the files it stands in; a pair where a count decides."""
    found: dict[Sentence, list[str]] = {}
    for file, message in _extracted():
        places = found.setdefault(message, [])
        if file not in places:
            places.append(file)
    return found


def _extracted() -> Iterator[tuple[str, Sentence]]:
    from babel.messages.extract import extract_from_file

    for pattern, method in METHODS:
        options = JINJA_OPTIONS if "jinja" in method else {"template_string": "false"}
        for path in sorted(HERE.glob(pattern)):
            for _, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS, options=options):
                if message:
                    yield path.name, tuple(message) if isinstance(message, (tuple, list)) else str(message)


def untranslated(code: str) -> list[Sentence]:
    """The sentences that a language has no translation of."""
    from flows.report.language import catalogue

    known = catalogue(code)
    return [message for message in sentences() if (message if isinstance(message, str) else message[0]) not in known]


def translated_twice(code: str) -> list[str]:
    """The sentences that stand in a language's catalogues more than once, so that the reader would see either."""
    from babel.messages.pofile import read_po

    from flows.report.language import TRANSLATIONS

    found: list[str] = []
    for file in sorted((TRANSLATIONS / code).glob("*.po")):
        with file.open("rb") as stream:
            found += [str(message.id) for message in read_po(stream, locale=code) if message.id]
    return sorted({sentence for sentence in found if found.count(sentence) > 1})


if __name__ == "__main__":
    import sys

    for sentence in untranslated(sys.argv[1]):
        print(sentence)
