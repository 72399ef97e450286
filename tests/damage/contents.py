"""Damage to the bytes of a file, and the ways in which a table is written as bytes."""

import gzip
import random
import re
from collections.abc import Callable

from damage.exports import Table

Damage = Callable[[random.Random, bytes], bytes]

JUNK = (
    b"",
    b"\0",
    b"\xff",
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b",,",
    b";",
    b"\xc3",
    b"\xf0\x9f",
    b"\xe2\x80\xa8",
)
FOREIGN_BYTES = (
    b"PK\x03\x04" + b"x" * 40,
    b"\x89PNG\r\n",
    b"%PDF-1.7\n",
    b"SQLite format 3\0",
    b"<html><body>Log in</body>",
)


def written(table: Table) -> str:
    """A table as well-formed CSV text."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in (table.header, *table.rows))


def _quoted(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'"{quoted}"' if re.search('[",\r\n]', cell) else cell


def plain(table: Table) -> bytes:
    """A table as UTF-8 CSV."""
    return written(table).encode("utf-8", "surrogatepass")


def packed(content: bytes) -> bytes:
    """A gzip archive that is the same each time."""
    return gzip.compress(content, compresslevel=1, mtime=0)


def flipped(chance: random.Random, content: bytes) -> bytes:
    """One to four bits the other way round."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncated(chance: random.Random, content: bytes) -> bytes:
    """Cut off anywhere."""
    return content[: chance.randrange(len(content) + 1)]


def _overwritten(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(changed) + 1)
        changed[place : place + chance.randint(0, 3)] = chance.choice(JUNK)
    return bytes(changed)


def _lines(change: Callable[[random.Random, list[bytes]], list[bytes]]) -> Damage:
    """Change the lines after the header."""

    def damaged(chance: random.Random, content: bytes) -> bytes:
        header, *lines = content.splitlines(keepends=True)
        return b"".join([header, *change(chance, lines)])

    return damaged


def _cut_lines(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [line if chance.random() < 0.6 else line[: chance.randrange(len(line))] + b"\n" for line in lines]


def _glued_lines(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [line if chance.random() < 0.7 else line.rstrip(b"\r\n") for line in lines]


def _more_or_fewer_commas(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    replaced = (b",,", b"", b";")
    return [line if chance.random() < 0.5 else line.replace(b",", chance.choice(replaced), 1) for line in lines]


def _mixed_ends(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [line.rstrip(b"\r\n") + chance.choice((b"\n", b"\r\n", b"\r")) for line in lines]


def _blank_lines(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [piece for line in lines for piece in (line, *([b"  \n", b"\n"][: chance.randint(0, 2)]))]


def _mixed_encodings(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    codecs = ("utf-8", "latin-1", "utf-16-le", "cp1252")
    return [
        (line.decode("utf-8").rstrip("\n") + "é").encode(chance.choice(codecs), "replace") + b"\n" for line in lines
    ]


def _unbalanced(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [
        line if chance.random() < 0.6 else line.replace(b",", chance.choice((b',"', b'",', b'"x",')), 1)
        for line in lines
    ]


def _with_a_footer(_: random.Random, lines: list[bytes]) -> list[bytes]:
    return [*lines, b"Total,,\n", b"\n", b"Exported by nobody\n"]


def _nuls(chance: random.Random, lines: list[bytes]) -> list[bytes]:
    return [line if chance.random() < 0.6 else line.replace(b",", b"\0,", 1) for line in lines]


def _encoded(encoding: str) -> Damage:
    return lambda _, content: content.decode("utf-8").encode(encoding, "replace")


def _in_latin_1(_: random.Random, lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"a", b"\xe4") for line in lines]


def _header_again(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    lines.insert(chance.randrange(len(lines)) + 1, lines[0])
    return b"".join(lines)


def _no_header(_: random.Random, content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[1:])


def _a_name_twice(_: random.Random, content: bytes) -> bytes:
    header, _end, rest = content.partition(b"\n")
    return header + b"," + header.split(b",")[0] + b"\n" + rest


def _open_quote(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + b'"' + content[place:]


BYTE_DAMAGE: dict[str, Damage] = {
    "flipped bits": flipped,
    "bytes written over": _overwritten,
    "cut off": truncated,
    "lines cut off": _lines(_cut_lines),
    "lines glued": _lines(_glued_lines),
    "commas more or fewer": _lines(_more_or_fewer_commas),
    "mixed line ends": _lines(_mixed_ends),
    "blank lines": _lines(_blank_lines),
    "mixed encodings": _lines(_mixed_encodings),
    "unbalanced quotes": _lines(_unbalanced),
    "a footer": _lines(_with_a_footer),
    "a title before the header": lambda _, content: b"Report of today\n\n" + content,
    "returns only": lambda _, content: content.replace(b"\n", b"\r"),
    "NULs": _lines(_nuls),
    "UTF-16": _encoded("utf-16"),
    "UTF-16 without a mark": _encoded("utf-16-be"),
    "Latin-1": _lines(_in_latin_1),
    "a byte order mark twice": lambda _, content: b"\xef\xbb\xbf" * 2 + content,
    "semicolons": lambda _, content: content.replace(b",", b";"),
    "tabs": lambda _, content: content.replace(b",", b"\t"),
    "header in the middle": _header_again,
    "no header": _no_header,
    "a name twice": _a_name_twice,
    "an open quote": _open_quote,
    "empty": lambda _, content: b"",
    "another kind of file": lambda chance, content: chance.choice(FOREIGN_BYTES) + content,
    "random bytes": lambda chance, content: chance.randbytes(len(content)),
}
