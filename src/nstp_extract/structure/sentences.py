"""Sentences: where a passage's text parts, by its full stops; a heading's line is one sentence."""

import re
from dataclasses import dataclass
from typing import Final

_SENTENCE: Final = re.compile(r"[^。！？!?]*(?:[。！？!?]+[」』）)\"”]*|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: the range ``[start, end)`` of the passage's joined text."""

    start: int
    end: int


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a passage's text, in order, together all of it.

    >>> [(s.start, s.end) for s in split_sentences("完成5件。促成「3家。」另2案")]
    [(0, 5), (5, 12), (12, 15)]
    """
    return tuple(
        Sentence(match.start(), match.end())
        for match in _SENTENCE.finditer(text)
        if match.end() > match.start()
    )
