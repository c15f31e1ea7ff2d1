"""The gate: TOML files in, one immutable `Lexicon` out, or a `LexiconError` naming the entry.

A file ``<table>.toml`` is a table of tables ``[<table>.<key>]``. Refused are an unknown table or
key, a missing or empty source or example, a surface that two entries of a table own, a value that
is no member of its vocabulary, and a pattern that does not compile.
"""

import re
import tomllib
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from nstp_extract.core.errors import LexiconError
from nstp_extract.lexicon.entries import (
    ENTRY_TYPES,
    Agency,
    AuditPattern,
    Classifier,
    Currency,
    Entry,
    Example,
    FixedExpression,
    HeadingStyle,
    NamedPattern,
    Qualifier,
    RoleCue,
    Term,
    Unit,
)

_Trie = dict[str, "_Trie"]
_PLACEHOLDERS = {
    "{SMALL}": "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})",
    "{HAN_YEAR}": "[〇零一二三四五六七八九]{2,4}|一百[〇零]?[一二三四五六七八九十]{0,3}",
}
_SIDES = ("place", "use", "scope")
_TYPES = {entry_type.table: entry_type for entry_type in ENTRY_TYPES}


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Every entry, by table, in the order of the files. Hashed by identity: load it once."""

    units: tuple[Unit, ...]
    classifiers: tuple[Classifier, ...]
    currencies: tuple[Currency, ...]
    bounds: tuple[Qualifier, ...]
    roles: tuple[RoleCue, ...]
    agencies: tuple[Agency, ...]
    headings: tuple[HeadingStyle, ...]
    fixed_expressions: tuple[FixedExpression, ...]
    patterns: tuple[NamedPattern, ...]
    audits: tuple[AuditPattern, ...]
    terms: tuple[Term, ...]

    def entries(self) -> Iterator[Entry]:
        """Yield every entry of every table."""
        for entry_type in ENTRY_TYPES:
            yield from getattr(self, entry_type.table)

    def pattern(self, key: str) -> str:
        """Return the named pattern `key` with its placeholders filled in.

        Raises:
            KeyError: if there is none of that name.
        """
        found = {entry.key: entry.pattern for entry in self.patterns}[key]
        for name, part in _PLACEHOLDERS.items():
            found = found.replace(name, part)
        return found

    def audit_pattern(self, key: str) -> re.Pattern[str]:
        """Return the compiled pattern `key` of the audit.

        Raises:
            KeyError: if there is none of that name.
        """
        return re.compile({entry.key: entry.pattern for entry in self.audits}[key])

    def surfaces(self, use: str) -> tuple[str, ...]:
        """Return the surfaces of all terms of one use, longest first.

        Raises:
            KeyError: if no term has that use.
        """
        found = [s for term in self.terms if term.use == use for s in term.surfaces]
        if not found:
            raise KeyError(use)
        return tuple(sorted(found, key=lambda surface: (-len(surface), surface)))


@lru_cache(maxsize=8)
def load_lexicon(directory: Path | None = None) -> Lexicon:
    """Return the lexicon that ships with the package, with the entries of `directory` added.

    Raises:
        LexiconError: if an entry breaks a rule of the gate.
    """
    files: list[Traversable | Path] = _toml_files(resources.files(__package__) / "data")
    if directory is not None:
        if not directory.is_dir():
            raise LexiconError(str(directory), "", "no such folder", hint="name a folder of TOML")
        files += _toml_files(directory)
    tables: dict[str, list[Entry]] = {table: [] for table in _TYPES}
    owners: dict[tuple[str, ...], str] = {}
    for file in files:
        for entry in _read_file(file):
            _refuse_shared(entry, file.name, owners)
            tables[entry.table].append(entry)
    return Lexicon(**{table: tuple(entries) for table, entries in tables.items()})  # type: ignore[arg-type]  # keyed by table


def compile_surfaces(surfaces: Iterable[str]) -> str:
    r"""Return a pattern that matches the longest of the surfaces: escaped, no group, no flags.

    The surfaces share their beginnings as in a trie, so that a search over a text looks at each
    character once however many there are.

    >>> compile_surfaces(["家", "家次", "a.b"])
    '(?=[a家])(?:a\\.b|家(?:次)?)'
    """
    trie: _Trie = {}
    for surface in surfaces:
        node = trie
        for char in surface:
            node = node.setdefault(char, {})
        node[""] = {}
    if not trie:
        return "(?!)"
    firsts = "".join(re.escape(char) for char in sorted(trie))
    return f"(?=[{firsts}]){_trie_pattern(trie)}"


def _trie_pattern(trie: "_Trie") -> str:
    """Return the pattern of a trie: its branches, optional where a surface may end before them."""
    branches = [
        re.escape(char) + _trie_pattern(below) for char, below in sorted(trie.items()) if char
    ]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in trie:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in trie else "")


def _toml_files(folder: Traversable | Path) -> list[Traversable | Path]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)


def _read_file(file: Traversable | Path) -> Iterator[Entry]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(file.name, "", f"not TOML: {error}") from error
    for table, entries in content.items():
        if table not in _TYPES:
            hint = f"tables are: {', '.join(_TYPES)}"
            raise LexiconError(file.name, table, "unknown table", hint=hint)
        for key, raw in entries.items():
            yield _build_entry(_TYPES[table], file.name, key, raw)


def _build_entry(entry_type: type[Entry], file: str, key: str, raw: Any) -> Entry:
    if not isinstance(raw, Mapping):
        raise LexiconError(file, key, f"expected a table, found {raw!r}")
    hints = _hints(entry_type.table)
    known = {f.name: f for f in fields(entry_type) if f.name != "key"}
    for name in raw:
        if name not in known:
            raise LexiconError(file, key, f"unknown key {name!r}", hint=f"keys: {sorted(known)}")
    values: dict[str, Any] = {"key": key, "surfaces": ()}
    for name, f in known.items():
        if name in raw:
            try:
                values[name] = _convert(hints[name], raw[name])
            except (ValueError, TypeError, InvalidOperation) as error:
                raise LexiconError(file, key, f"bad {name}: {error}") from error
        elif f.default is MISSING and name != "surfaces":
            raise LexiconError(file, key, f"missing {name!r}")
    entry = entry_type(**values)
    _refuse_hollow(entry, file)
    return entry


@lru_cache(maxsize=len(ENTRY_TYPES))
def _hints(table: str) -> dict[str, Any]:
    return get_type_hints(_TYPES[table])


def _convert(hint: Any, value: Any) -> Any:
    """Return `value` as the type that a field asks for."""
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            msg = f"expected a list, found {value!r}"
            raise TypeError(msg)
        return tuple(_convert(get_args(hint)[0], item) for item in value)
    if get_origin(hint) is types.UnionType:
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    if hint is Example:
        return Example(**value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint is Decimal:
        return Decimal(value)
    if hint in (str, date) and not isinstance(value, hint):
        msg = f"expected {hint.__name__}, found {value!r}"
        raise TypeError(msg)
    return value


def _refuse_hollow(entry: Entry, file: str) -> None:
    if not entry.source.strip():
        raise LexiconError(file, entry.key, "empty source")
    if not entry.example.text.strip():
        raise LexiconError(file, entry.key, "empty example")
    pattern = getattr(entry, "pattern", "")
    if not entry.surfaces and not pattern:
        raise LexiconError(file, entry.key, "neither surfaces nor a pattern")
    for name, part in _PLACEHOLDERS.items():
        pattern = pattern.replace(name, part)
    try:
        re.compile(pattern)
    except re.error as error:
        raise LexiconError(file, entry.key, f"bad pattern: {error}") from error


def _refuse_shared(entry: Entry, file: str, owners: dict[tuple[str, ...], str]) -> None:
    """Take the entry's key and surfaces into `owners`, or say who has them already."""
    if (entry.table, entry.key) in owners:
        raise LexiconError(file, entry.key, "key used twice")
    owners[entry.table, entry.key] = file
    # a surface may stand before and behind a number with different effect
    side = next((str(getattr(entry, name)) for name in _SIDES if hasattr(entry, name)), "")
    for surface in entry.surfaces:
        if not surface:
            raise LexiconError(file, entry.key, "empty surface")
        owner = owners.setdefault((entry.table, side, "surface", surface), entry.key)
        if owner != entry.key:
            message = f"surface {surface!r} is owned by {owner!r} already"
            raise LexiconError(file, entry.key, message)
