"""A folder on a store, by an fsspec URL: list, read, put, delete.

Nothing else loads fsspec. What lies in the folder, and in which order it is written, is decided in
``mirror``, ``stored`` and ``working``.
"""

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from nstp_extract.core.errors import StoreError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_SECRET: Final = re.compile(r"(?<=://)[^/@]*@")
_WHEN: Final = ("mtime", "modified", "last_modified", "LastModified", "created")
_WHAT: Final = (
    "ETag",
    "etag",
    "checksum",
    "md5",
    "md5Hash",
    "content_md5",
    "Content-MD5",
    "crc32c",
)


def is_url(place: str | Path) -> bool:
    """Tell whether a place is a folder of a store, not one of this machine."""
    return isinstance(place, str) and "://" in place


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of a store; names of files are relative to it, with ``/``."""

    url: str
    """As errors name it: without a password."""
    path: str
    files: "AbstractFileSystem"

    def sibling(self, name: str) -> "Store":
        """Return the folder of that name beside this one."""
        parent = self.path.rstrip("/").rpartition("/")[0]
        url = self.url.rstrip("/").rpartition("/")[0]
        return Store(f"{url}/{name}", f"{parent}/{name}", self.files)

    def list(self) -> dict[str, str]:
        """Return the files right in the folder, each with a text that changes when it does.

        The text is empty where the store tells nothing but a size.

        Raises:
            FileNotFoundError: if there is no such folder.
            StoreError: if the store cannot be asked.
        """
        with self._telling():
            self.files.invalidate_cache()
            entries = self.files.ls(self.path, detail=True)
        found = ((_last(entry["name"]), entry) for entry in entries if entry["type"] == "file")
        return {name: _token(entry) for name, entry in found if name}

    def find(self, folder: str) -> dict[str, str]:
        """Return every file at any depth below `folder`, as `list` does; nothing if it is missing.

        Raises:
            StoreError: if the store cannot be asked.
        """
        root = self._path(folder)
        with self._telling():
            self.files.invalidate_cache()
            found = self.files.find(root, detail=True)
        # A store may name a file with or without a slash before its bucket.
        return {
            f"{folder}/{name.lstrip('/')[len(root.lstrip('/')) + 1 :]}": _token(entry)
            for name, entry in found.items()
            if entry.get("type") == "file"
        }

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; None if it is not there.

        Raises:
            StoreError: if it cannot be read.
        """
        try:
            with self._telling():
                content: bytes = self.files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return content

    def fetch(self, targets: Mapping[str, Path]) -> None:
        """Copy files of the store to paths, several at once where the store can.

        Raises:
            StoreError: if one is not there or cannot be read.
        """
        if not targets:
            return
        for target in targets.values():
            target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._telling():
                names = [self._path(name) for name in targets]
                self.files.get(names, [str(target) for target in targets.values()])
        except FileNotFoundError as error:
            hint = "it was deleted meanwhile; run again"
            raise StoreError(f"{self.url}: a file is missing: {error}", hint=hint) from error

    def put_files(self, sources: Mapping[str, Path]) -> None:
        """Copy paths to files of the store, several at once where the store can.

        Raises:
            StoreError: if one cannot be written.
        """
        with self._telling():
            if not self.files.async_impl:
                for parent in sorted({self.files._parent(self._path(name)) for name in sources}):  # noqa: SLF001  (a name's folder: fsspec has no public one)
                    self.files.makedirs(parent, exist_ok=True)
            names = [self._path(name) for name in sources]
            self.files.put([str(source) for source in sources.values()], names)

    def put(self, name: str, content: bytes) -> None:
        """Replace a file by `content` at once: a reader sees the old bytes or the new ones.

        An object store replaces an object in one put; elsewhere a file is renamed into place.

        Raises:
            StoreError: if it cannot be written.
        """
        path = self._path(name)
        with self._telling():
            if self.files.async_impl:
                self.files.pipe_file(path, content)
                return
            parent, _, last = path.rpartition("/")
            self.files.makedirs(parent, exist_ok=True)
            temporary = f"{parent}/.{last}.{uuid.uuid4().hex}.tmp"
            self.files.pipe_file(temporary, content)
            self.files.mv(temporary, path)

    def create(self, name: str, content: bytes) -> bool:
        """Write a file unless there is one, and tell whether it was written.

        Raises:
            StoreError: if it cannot be written.
        """
        path = self._path(name)
        try:
            with self._telling():
                if not self.files.async_impl:
                    self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
                self.files.pipe_file(path, content, mode="create")
        except FileExistsError:
            return False
        except StoreError:  # S3 says in its own words that a condition does not hold
            if self.read(name) is None:
                raise
            return False
        return True

    def delete(self, name: str) -> None:
        """Delete a file, or a folder and all in it; nothing happens if it is not there.

        Raises:
            StoreError: if it cannot be deleted.
        """
        try:
            with self._telling():
                self.files.rm(self._path(name), recursive=True)
        except FileNotFoundError:
            return

    def _path(self, name: str) -> str:
        return f"{self.path.rstrip('/')}/{name}"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, FileExistsError):
            raise
        # fsspec lets through whatever the library of a store raises: botocore, aiohttp, paramiko.
        except Exception as error:
            message = f"{self.url}: the store answers: {_one_line(error)}"
            hint = "check the URL, the network and your credentials; what is published stays"
            raise StoreError(message, hint=hint) from error


def open_store(url: str) -> Store:
    """Return the folder at a URL of any protocol that fsspec knows; nothing is asked of it yet.

    Raises:
        StoreError: if fsspec, or what it needs for the protocol, is not installed, or there is no
            such protocol.
    """
    shown = _SECRET.sub("", url)
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)
    except ImportError as error:
        hint = "install the extra: pip install 'nstp-extract[remote]'"
        raise StoreError(f"{shown}: fsspec is not installed", hint=hint) from error
    try:
        files, path = url_to_fs(url)
    except ImportError as error:
        hint = f"install what it names: {_one_line(error)}"
        raise StoreError(f"{shown}: a package for this protocol is missing", hint=hint) from error
    except ValueError as error:
        hint = "such as s3://BUCKET/FOLDER, gs://, abfs://, sftp://HOST/FOLDER, file:///FOLDER"
        raise StoreError(f"{shown}: a protocol that fsspec does not know", hint=hint) from error
    return Store(shown, path, files)


def hash_text(text: str) -> str:
    """Return a short digest that names a URL's folder in the cache."""
    return hashlib.sha256(text.rstrip("/").encode()).hexdigest()[:16]


def _token(entry: Mapping[str, Any]) -> str:
    """What a listing tells of a file's bytes: a checksum, or else when it changed."""
    known = {key: str(entry[key]) for key in (*_WHAT, *_WHEN) if entry.get(key) is not None}
    if not known:
        return ""
    return json.dumps({"size": entry.get("size"), **known}, sort_keys=True)


def _last(name: str) -> str:
    return name.rstrip("/").rpartition("/")[2]


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
