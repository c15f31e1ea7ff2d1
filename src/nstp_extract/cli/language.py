"""Which language to speak, and the words for it from ``messages.toml``.

An error is raised in English, far below; where the catalogue knows its wording, it is told in the
language asked for.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_CATALOGUE: Final = Path(__file__).with_name("messages.toml")
_OPTION: Final = "--lang"
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_PLACE: Final = re.compile(
    r"(?P<file>.+), (?:row (?P<row>\d+)(?:, column (?P<column>.+))?|page (?P<page>\d+))"
)
_TRANSLATED: Final = ("place", "problem")
"""Placeholders that hold English themselves."""


class Language(StrEnum):
    """A language that messages and help are written in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Messages:
    """The catalogue in one language."""

    language: Language
    _texts: Mapping[str, str]
    _errors: tuple[tuple[re.Pattern[str], str], ...]

    def say(self, key: str, **values: object) -> str:
        """Return a text of the catalogue with its placeholders filled.

        Raises:
            KeyError: if the catalogue has no such text, or the text wants another value.
        """
        text = self._texts[key]
        return text.format(**values) if values else text

    def translate(self, message: str) -> str:
        """Return an English error message in this language; as it is where it is not known."""
        for pattern, wording in self._errors:
            if match := pattern.fullmatch(message):
                values = match.groupdict()
                for name in values.keys() & _TRANSLATED:
                    values[name] = self._translate_part(name, values[name])
                return wording.format(**values)
        return message

    def _translate_part(self, name: str, part: str) -> str:
        return self.translate_place(part) if name == "place" else self.translate(part)

    def translate_place(self, place: str) -> str:
        """Return ``file, row 2, column value`` or ``file, page 3`` in this language.

        >>> load_messages(Language.ZH).translate_place("a.csv, row 2, column value")
        'a.csv，第 2 列，value 欄'
        """
        match = _PLACE.fullmatch(place)
        if match is None:
            return place
        file, row, column, page = match["file"], match["row"], match["column"], match["page"]
        if page:
            return self.say("label.page", file=file, page=page)
        if column:
            return self.say("label.column", file=file, row=row, column=column)
        return self.say("label.row", file=file, row=row)

    def translate_line(self, line: str) -> str:
        """Return ``file: message; hint`` in this language; as it is where it is not known."""
        told, _, hint = line.rpartition("; ")
        # A wording may hold a semicolon itself; what is behind the last is a hint if it is known.
        ways = ((line, ""), (told, hint))
        for message, advice in ways if self.translate(hint) == hint else reversed(ways):
            file, _, reason = message.partition(": ")
            whole, said = self.translate(message), self.translate(reason)
            if whole == message and said != reason:
                whole = self.say("label.place", place=self.translate_place(file), message=said)
            if whole != message:
                return (
                    self.say("label.advice", line=whole, hint=self.translate(advice))
                    if advice
                    else whole
                )
        return line


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language that the command line states, or else the one of the locale.

    The first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set decides. A value that is no
    language is left for the parser to refuse.

    >>> choose_language(["run"], {"LANG": "zh_TW.UTF-8"})
    <Language.ZH: 'zh'>
    >>> choose_language(["--lang", "en", "run"], {"LANG": "zh_TW.UTF-8"})
    <Language.EN: 'en'>
    """
    stated = _stated(arguments)
    if stated in set(Language):
        return Language(stated)
    locale = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return Language.ZH if locale.lower().startswith(Language.ZH) else Language.EN


@lru_cache(maxsize=len(Language))
def load_messages(language: Language) -> Messages:
    """Return the catalogue in `language`."""
    content: dict[str, Any] = tomllib.loads(_CATALOGUE.read_text("utf-8"))
    errors = content.pop("errors")
    texts = {
        f"{section}.{key}": entry[language]
        for section, entries in content.items()
        for key, entry in entries.items()
    }
    known = () if language is Language.EN else tuple(_compile(e, language) for e in errors)
    return Messages(language, texts, known)


def _stated(arguments: Sequence[str]) -> str | None:
    """Return the last value of ``--lang``; the parser needs it before it can be built."""
    stated = None
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            break
        if argument == _OPTION:
            stated = next(remaining, None)
        elif argument.startswith(f"{_OPTION}="):
            stated = argument.removeprefix(f"{_OPTION}=")
    return stated


def _compile(error: Mapping[str, str], language: Language) -> tuple[re.Pattern[str], str]:
    """Return the pattern that an error's English wording matches, and the wording to give."""
    parts = _PLACEHOLDER.split(error[Language.EN])
    pattern = "".join(
        f"(?P<{part}>.*?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )
    return re.compile(pattern, re.DOTALL), error[language]
