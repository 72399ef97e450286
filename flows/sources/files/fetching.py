"""Files of an object store fetched into the home, so that they are read like dropped ones; unchanged ones stay."""

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import SecretStr

from flows.errors import ConfigurationError, InputError, SourceError, shown
from flows.extraction.configuration import SourceSettings, load_configuration, read_settings
from flows.files import write_atomically
from flows.policy import Policy
from flows.settings import Home, RunRequest
from flows.sources.files.limits import FileLimits
from flows.sources.files.mapping import FILE_NAME, load_mapping
from flows.sources.files.reader import TEMPORARY, stream_of

SOURCE = "files"
TAGS = ".tags.json"
DEEPEST = 2
# How object stores name what tells one content of a file from another.
TAG_NAMES = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "mtime")


class FilesSettings(SourceSettings):
    """Where files are dropped if not in a folder of this machine.

    Attributes:
        location: an address such as s3://bucket/prefix, or a folder.
        endpoint_url: where the object store answers, if it is not Amazon's.
        region: its region, where it wants one.
        key: the access key; what the machine has of its own when not given.
        secret: the secret of the key.
    """

    location: str | None = None
    endpoint_url: str | None = None
    region: str | None = None
    key: SecretStr | None = None
    secret: SecretStr | None = None


def files_settings(request: RunRequest) -> FilesSettings:
    """What sources.yml and the command say of the place of the files; the command comes first.

    Raises:
        ConfigurationError: the section is wrong.
    """
    from flows.sources import connector_names

    section = load_configuration(request.home, connector_names()).get(SOURCE, {})
    settings = read_settings(SOURCE, section, FilesSettings)
    return settings.model_copy(update={"location": request.location}) if request.location else settings


def is_remote(location: str | None) -> bool:
    """Whether a place is an address and no folder."""
    return location is not None and "://" in location


def local_folder(request: RunRequest, settings: FilesSettings) -> Path:
    """The folder from which files are read: that of the fetched copies where the place is an address."""
    location = settings.location
    if location is None:
        return request.inbox
    if not is_remote(location):
        return Path(location).expanduser().resolve()
    return fetched_folder(request.home, location)


def fetched_folder(home: Home, location: str) -> Path:
    """Where the copies of one place stand."""
    return home.fetched / hashlib.sha256(location.encode()).hexdigest()[:12]


def fetch(settings: FilesSettings, folder: Path, policy: Policy, limits: FileLimits) -> None:
    """Make a folder hold what an address holds; a file with the same tag is not fetched again.

    Raises:
        SourceError: the place cannot be read.
        InputError: a file is too large, or the place changed while it was read.
    """
    place = _Place(settings, policy)
    folder.mkdir(parents=True, exist_ok=True)
    tags = _kept_tags(folder)
    listed = place.listing()
    _take(place, folder, listed, tags, [name for name in listed if name == FILE_NAME], limits)
    if FILE_NAME not in listed:
        (folder / FILE_NAME).unlink(missing_ok=True)
    wanted = _wanted(folder, listed)
    _take(place, folder, listed, tags, wanted, limits)
    for path in [path for path in folder.rglob("*") if path.is_file() and path.name != TAGS]:
        if path.relative_to(folder).as_posix() not in {*wanted, FILE_NAME}:
            path.unlink()
    again = place.listing()
    if moving := [name for name in {*wanted, FILE_NAME} if _tag(listed.get(name)) != _tag(again.get(name))]:
        raise InputError(
            f"{place.shown} changed while it was read: {', '.join(sorted(moving)[:5])}; run again once the files are "
            "whole."
        )


def _take(
    place: "_Place",
    folder: Path,
    listed: Mapping[str, Mapping[str, Any]],
    tags: dict[str, str],
    names: list[str],
    limits: FileLimits,
) -> None:
    for name in names:
        tag, size, path = _tag(listed[name]), int(listed[name].get("size") or 0), folder / name
        if size > limits.file:
            raise InputError(
                f"{place.shown}: {shown(name)} has {size:,} bytes; split it, or raise largest_file_mb in settings.csv."
            )
        if path.is_file() and tags.get(name) == tag and path.stat().st_size == size:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        place.get(name, temporary)
        temporary.replace(path)
        tags[name] = tag
        write_atomically(folder / TAGS, json.dumps(tags).encode())


def _wanted(folder: Path, listed: Mapping[str, object]) -> list[str]:
    """What belongs to a stream, by its name or by mapping.yml; everything else stays where it is."""
    patterns = [pattern for mapping in load_mapping(folder).values() for pattern in mapping.files]
    return [
        name
        for name in listed
        if name != FILE_NAME
        and (stream_of(name) or any(name == pattern or PurePosixPath(name).match(pattern) for pattern in patterns))
    ]


def _kept_tags(folder: Path) -> dict[str, str]:
    try:
        kept = json.loads((folder / TAGS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Copies whose tags nobody knows are worth nothing.
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return {}
    return {str(name): str(tag) for name, tag in kept.items()} if isinstance(kept, dict) else {}


def _tag(info: Mapping[str, Any] | None) -> str:
    if info is None:
        return ""
    found = next((str(info[name]) for name in TAG_NAMES if info.get(name)), "")
    return f"{found} {info.get('size')}"


class _Place:
    """One prefix of an object store."""

    def __init__(self, settings: FilesSettings, policy: Policy) -> None:
        self.shown = shown(settings.location or "")
        self._seconds = float(policy.number("source_answer_seconds"))
        self._protocol, _, self._root = (settings.location or "").partition("://")
        self._root = self._root.rstrip("/")
        with self._told():
            self._files = self._opened(settings)

    def listing(self) -> dict[str, Mapping[str, Any]]:
        """What stands below the prefix and in its folders, by name."""
        with self._told():
            self._files.invalidate_cache()
            if self._protocol == "s3":
                # The library takes a bucket that it may not list, or that is not there, for an empty one.
                bucket, _, prefix = self._root.partition("/")
                self._files.call_s3("list_objects_v2", Bucket=bucket, Prefix=f"{prefix}/" if prefix else "", MaxKeys=1)
            found = self._files.find(self._root, maxdepth=DEEPEST, detail=True)
        listed = {path.removeprefix(self._root).lstrip("/"): info for path, info in found.items()}
        return {name: info for name, info in sorted(listed.items()) if _is_name(name) and info["type"] == "file"}

    def get(self, name: str, path: Path) -> None:
        """Copy one file."""
        with self._told():
            self._files.get_file(f"{self._root}/{name}", str(path))

    def _opened(self, settings: FilesSettings) -> Any:
        import fsspec  # type: ignore[import-untyped]

        options: dict[str, Any] = {"skip_instance_cache": True}
        if self._protocol == "s3":
            client = {"endpoint_url": settings.endpoint_url, "region_name": settings.region}
            options |= {
                "key": settings.key.get_secret_value() if settings.key else None,
                "secret": settings.secret.get_secret_value() if settings.secret else None,
                "client_kwargs": {name: value for name, value in client.items() if value},
                "config_kwargs": {
                    "connect_timeout": self._seconds,
                    "read_timeout": self._seconds,
                    "retries": {"max_attempts": 1, "mode": "standard"},
                },
                "use_listings_cache": False,
            }
        try:
            return fsspec.filesystem(self._protocol, **options)
        except (ValueError, ImportError):
            raise ConfigurationError(
                f"The place {self.shown} of files is no address that can be read; write it as s3://bucket/prefix, or "
                "name a folder."
            ) from None

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tell what the store refuses in one sentence without its key."""
        from botocore.exceptions import (  # type: ignore[import-untyped]
            ClientError,
            ConnectionError,  # noqa: A004  the name it has there
            HTTPClientError,
            NoCredentialsError,
            PartialCredentialsError,
        )

        try:
            yield
        except FileNotFoundError:
            raise self._fault("is not there; correct its bucket in sources.yml or in --inbox") from None
        except (NoCredentialsError, PartialCredentialsError):
            raise self._fault(
                "wants a key and there is none; put one into ACCOUNT360_FILES_KEY and ACCOUNT360_FILES_SECRET"
            ) from None
        except PermissionError as error:
            cause = error.__cause__ or error.__context__
            code = cause.response["Error"]["Code"] if isinstance(cause, ClientError) else ""
            raise self._refused(code) from None
        except ClientError as error:
            raise self._refused(error.response["Error"]["Code"]) from None
        except (ConnectionError, HTTPClientError, TimeoutError):
            raise self._fault("cannot be reached; see its endpoint_url", may_pass=True) from None
        except OSError as error:
            if error.filename or error.strerror:
                raise
            raise self._fault(f"could not be read ({type(error).__name__})", may_pass=True) from None

    def _refused(self, code: str) -> SourceError:
        if code in {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "AuthFailure"}:
            return self._fault(
                f"refused its key ({code}); put the right one into ACCOUNT360_FILES_KEY and ACCOUNT360_FILES_SECRET"
            )
        told = f" ({code})" if code and not code.isdigit() else ""
        return self._fault(
            f"is not given to this key{told}; allow it s3:ListBucket on the bucket and s3:GetObject on its objects"
        )

    def _fault(self, what: str, *, may_pass: bool = False) -> SourceError:
        return SourceError(f"The place {self.shown} of the source files {what}.", may_pass=may_pass)


def _is_name(name: str) -> bool:
    """Whether a file may stand in an inbox: not half-written, not hidden, and no way out of it."""
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not any(TEMPORARY.fullmatch(part) for part in parts)
