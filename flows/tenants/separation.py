"""No folder of one tenant may be, hold or lie in a folder of another, by whatever name or link it is reached."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from flows.errors import ConfigurationError, InputError, shown
from flows.settings import Home
from flows.sources.files.mapping_values import load_yaml

Folders = tuple[Home, Path | None, str | None]
# A path as it is written, or a folder as the file system knows it, whatever leads there.
Key = str | tuple[int, int]


@dataclass(frozen=True)
class Place:
    """One folder or address of a tenant, and what it is to that tenant."""

    tenant: str
    what: str
    path: PurePath

    def __str__(self) -> str:
        # In one line and whole: a path that is cut says too little.
        return f"{self.what} of {self.tenant} ({repr(str(self.path))[1:-1]})"


def refuse_overlaps(file: Path, tenants: Mapping[str, Folders]) -> None:
    """Refuse tenants that could reach each other's files.

    Args:
        file: where the tenants are named.
        tenants: home, policy and inbox of each by name.

    Raises:
        ConfigurationError: two have a folder in common; the sentence names both.
    """
    places = [place for name, folders in tenants.items() for place in _places(name, *folders)]
    owners: dict[Key, Place] = {}
    for place in places:
        for key in _keys(place.path):
            owner = owners.setdefault(key, place)
            if owner.tenant != place.tenant:
                raise ConfigurationError(f"{file}: {_both(place, 'is', owner)}")
    for place in places:
        for above in place.path.parents:
            for key in _keys(above):
                holder = owners.get(key)
                if holder and holder.tenant != place.tenant:
                    raise ConfigurationError(f"{file}: {_both(place, 'lies in', holder)}")


def _both(one: Place, how: str, other: Place) -> str:
    return f"the {one} {how} the {other}; give each tenant folders of its own."


def _places(name: str, home: Home, policy: Path | None, inbox: str | None) -> Iterator[Place]:
    yield Place(name, "home", home.root)
    # A folder of the home may be a link to another disk.
    if home.root.is_dir():
        for path in home.root.iterdir():
            if path.is_symlink():
                with suppress(OSError, RuntimeError):
                    yield Place(name, f"folder {shown(path.name)}", path.resolve())
    if policy:
        yield Place(name, "policy", policy)
    for address in (inbox, _location(home)):
        if address:
            with suppress(OSError, RuntimeError, ValueError):
                yield Place(name, "inbox", _followed(home, address))


def _location(home: Home) -> str | None:
    """Where sources.yml of a home says that files are dropped; what is wrong with it its own night will say."""
    with suppress(InputError, OSError, LookupError, TypeError):
        location = load_yaml(home.root / "sources.yml")["files"]["location"]
        return location if isinstance(location, str) else None
    return None


def _followed(home: Home, address: str) -> PurePath:
    scheme, is_address, rest = address.partition("://")
    if not is_address:
        # A night works in its home.
        return (home.root / Path(address).expanduser()).resolve()
    return Path(rest).resolve() if scheme in {"file", "local"} else PurePosixPath(f"{scheme}:", rest.lstrip("/"))


def _keys(path: PurePath) -> Iterator[Key]:
    yield str(path)
    if isinstance(path, Path):
        with suppress(OSError):
            found = path.stat()
            yield found.st_dev, found.st_ino
