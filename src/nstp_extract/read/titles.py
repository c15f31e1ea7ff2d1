"""Which paragraphs of a PDF are headings by their type alone: larger or bolder, and set apart.

A heading that has a number needs no type; what it is to the plan is in ``structure.headings``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from nstp_extract.core.document import Passage
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon.patterns import Patterns

_LARGER: Final = 1.08
_STEPS: Final = 10
_MAX_TITLE: Final = 36
_MIN_HAN: Final = 2
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STOP: Final = re.compile(r"[，。；：！？,;:!?]|[0-9](?![0-9]*[ ]?年)")
_MIN_TITLES: Final = 2
_MOSTLY: Final = 0.8


def weigh_type(size: float, *, bold: bool, body: float) -> int:
    """Return how far type stands out from the body's, in tenths of its size; 0 if it does not.

    >>> weigh_type(14, bold=False, body=12), weigh_type(12, bold=True, body=12)
    (2, 1)
    >>> weigh_type(12.2, bold=False, body=12), weigh_type(9, bold=True, body=12)
    (0, 0)
    """
    larger = size >= body * _LARGER
    heavy = bold and size * _LARGER >= body
    return max(round((size / body - 1) * _STEPS), 1) * larger + heavy if larger or heavy else 0


def mark_titles(passages: Sequence[Passage], patterns: Patterns) -> tuple[Passage, ...]:
    """Return the passages, those marked that are headings by their type.

    A weight of type is that of headings if most of what is set in it looks like one, and more than
    one does: the title of a report stands alone, a table's words in bold are many. Below a heading
    stands something in lighter type.
    """
    bodies = [at for at, passage in enumerate(passages) if passage.kind is PassageKind.BODY]
    numbered = {at for at in bodies if patterns.match_mark(fold(passages[at].text[:60]))}
    apart = {
        at
        for at, below in pairwise(bodies)
        if passages[below].weight < passages[at].weight and _is_title(passages[at])
    }
    alike: Counter[int] = Counter(passages[at].weight for at in apart)
    texts: defaultdict[int, set[str]] = defaultdict(set)
    for at in apart - numbered:
        texts[passages[at].weight].add(passages[at].text)
    all_set: Counter[int] = Counter(passages[at].weight for at in bodies)
    usual = {
        weight
        for weight, found in texts.items()
        if len(found) >= _MIN_TITLES and alike[weight] >= all_set[weight] * _MOSTLY
    }
    titles = {at for at in apart - numbered if passages[at].weight in usual}
    return tuple(
        replace(passage, titled=True) if at in titles else passage
        for at, passage in enumerate(passages)
    )


def _is_title(passage: Passage) -> bool:
    """Tell whether a paragraph is a phrase of Han characters without a stop or a number.

    A number may be a year; any other is what a page prints large to be seen.
    """
    text = passage.text.strip()
    return (
        passage.weight > 0
        and len(text) <= _MAX_TITLE
        and len(_HAN.findall(text)) >= _MIN_HAN
        and not _STOP.search(text)
    )
