"""Words: jieba on simplified copies, figures kept whole, as spaCy ``Doc`` of the original text.

Jieba's guess of unknown words is off: it joins a noun's tail to the verb behind it (媒合|率達), and
the phrases of ``context`` would be cut there. Its dictionary is of simplified characters, so each text is mapped one character to one by
OpenCC's t2s before it is cut; the offsets stay and the words are slices of the original.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jieba
import spacy
from opencc import OpenCC
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nstp_extract.core.span import Span
from nstp_extract.lexicon import Lexicon

_DOMAIN_FREQUENCY: Final = 200_000
_WORD_USES: Final = frozenset(
    ("predicate_verb", "object_verb", "indicator_gap", "indicator_edge", "domain_word")
)
_BLANK: Final = frozenset(" \t\u3000\u00a0")

jieba.default_logger.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the ``words`` table; `sentence` counts the sentences of the document from 1 on."""

    sentence: int
    text: str
    pieces: tuple[Span, ...]
    is_stop: bool
    section_id: str | None


class Segmenter:
    """An own jieba tokenizer with the lexicon's names in its dictionary; never the global one."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Load jieba's dictionary once and add the lexicon's surfaces to it."""
        self._convert = OpenCC("t2s").convert
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        for surface in _domain_words(lexicon):
            self._tokenizer.add_word(self.simplify(surface), freq=_DOMAIN_FREQUENCY)
        chinese = spacy.util.get_lang_class("zh")
        self.vocab: Vocab = Vocab(strings=[])
        self.stops: frozenset[str] = frozenset(chinese.Defaults.stop_words)

    def simplify(self, text: str) -> str:
        """Return `text` in simplified characters, one for one, so that offsets stay."""
        simple = self._convert(text)
        if len(simple) == len(text):
            return simple
        return "".join(c if len(s := self._convert(c)) != 1 else s for c in text)

    def cut(self, text: str, protected: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Return the words of `text` as ranges of it, in order, blanks left out.

        `protected` are sorted, disjoint ranges that stay single words.
        """
        simple = self.simplify(text)
        words: list[tuple[int, int]] = []
        at = 0
        for start, end in (*protected, (len(text), len(text))):
            if at < start:
                words.extend(self._cut_plain(simple, at, start))
            if start < end:
                words.append((start, end))
            at = end
        return words

    def _cut_plain(self, simple: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start
        for word in self._tokenizer.cut(simple[start:end], HMM=False):
            stop = at + len(word)
            if word[0] not in _BLANK:
                yield at, stop
            at = stop

    def make_doc(self, text: str, protected: Sequence[tuple[int, int]] = ()) -> Doc:
        """Return a spaCy ``Doc`` whose text is `text`, its words as `cut` gives them."""
        words = self.cut(text, protected)
        if not words:
            return Doc(self.vocab, words=[text] if text else [])
        return self._doc_of(text, words)

    def _doc_of(self, text: str, words: Sequence[tuple[int, int]]) -> Doc:
        """Build a ``Doc`` that keeps every blank, so that its offsets are those of `text`."""
        forms, spaces, at = [], [], 0
        for start, end in words:
            if gap := text[at:start]:
                if forms and gap[0] == " ":
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    forms.append(gap)
                    spaces.append(False)
            forms.append(text[start:end])
            spaces.append(False)
            at = end
        if tail := text[at:]:
            forms.append(tail)
            spaces.append(False)
        return Doc(self.vocab, words=forms, spaces=spaces)


@lru_cache(maxsize=4)
def load_segmenter(lexicon: Lexicon) -> Segmenter:
    """Return the segmenter of `lexicon`; building one takes most of a second."""
    return Segmenter(lexicon)


def _domain_words(lexicon: Lexicon) -> Iterator[str]:
    """Yield the surfaces that must not be cut apart: names, and the words that rules look for."""
    for agency in lexicon.agencies:
        yield from agency.surfaces
    for term in lexicon.terms:
        if term.use in _WORD_USES:
            yield from (surface for surface in term.surfaces if len(surface) > 1)
