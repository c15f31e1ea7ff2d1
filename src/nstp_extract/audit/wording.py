"""How alike two wordings are: words and pairs of characters, the rarer the weightier.

A claim says what the report says in other words, so that nothing is compared as a whole. Synonyms
of the lexicon are told as one word; numbers, dates and agencies are compared elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log
from typing import Final

from nstp_extract.core.fold import fold
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.structure.words import Segmenter, load_segmenter

_SYNONYM: Final = "synonym"
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_UNSEEN: Final = 1.0
_PAIR: Final = 0.5
_WORD: Final = "="
_UNIT: Final = "#"
_PART: Final = "，"


@dataclass(frozen=True, slots=True, eq=False)
class Wordings:
    """What turns a text into its features: words, and pairs of neighbouring characters."""

    segmenter: Segmenter
    synonyms: re.Pattern[str]
    canonical: Mapping[str, str]
    fillers: re.Pattern[str]

    def features(self, text: str) -> frozenset[str]:
        """Return the features of a text; words of one character count only within pairs."""
        plain = self.fillers.sub(_PART, fold(text))
        plain = self.synonyms.sub(lambda match: self.canonical[match[0]], plain)
        found = {match[0].casefold() for match in _LATIN.finditer(plain)}
        for run in _HAN.findall(plain):
            words = (run[start:end] for start, end in self.segmenter.cut(run))
            found |= {_WORD + word for word in words if len(word) > 1}
            found |= {one + other for one, other in pairwise(run)}
        return frozenset(found)


@lru_cache(maxsize=4)
def compile_wordings(lexicon: Lexicon) -> Wordings:
    """Return the wordings of `lexicon`, the same object for the same lexicon."""
    groups = [term for term in lexicon.terms if term.use == _SYNONYM]
    canonical = {surface: term.surfaces[0] for term in groups for surface in term.surfaces}
    return Wordings(
        load_segmenter(lexicon),
        re.compile(compile_surfaces(canonical)),
        canonical,
        re.compile(compile_surfaces(lexicon.surfaces("claim_filler"))),
    )


class Weights:
    """How much a feature tells, by how few of a report's sentences hold it."""

    __slots__ = ("_counts", "_total")

    def __init__(self, wordings: Iterable[frozenset[str]]) -> None:
        """Count the features of the sentences."""
        self._counts: Counter[str] = Counter()
        self._total = 2
        for features in wordings:
            self._counts.update(features)
            self._total += 1

    def of(self, feature: str) -> float:
        """Return a feature's weight; one that the report never uses weighs little."""
        count = self._counts[feature]
        whole = feature.startswith((_WORD, _UNIT)) or feature.isascii()
        share = 1.0 if whole else _PAIR
        if not count:
            return share * _UNSEEN * log(self._total)
        return share * log(1 + self._total / count)

    def sum(self, features: Iterable[str]) -> float:
        """Return the weight of features together."""
        return sum(self.of(feature) for feature in features)
