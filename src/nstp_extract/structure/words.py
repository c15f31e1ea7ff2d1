"""Words: jieba on simplified copies, figures kept whole, as spaCy ``Doc`` of the original text.

Jieba's dictionary is of simplified characters, so each text is mapped one character to one by
OpenCC's t2s before it is cut; the offsets stay and the words are slices of the original. Its guess
of unknown words is off: it joins a noun's tail to the verb behind it (媒合|率達).
"""

import logging
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jieba
import spacy
from opencc import OpenCC
from spacy.tokens import Doc
from spacy.vocab import Vocab

from nstp_extract.core.figure import Extraction, SectionIndex
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.structure.sentences import split_sentences

_DOMAIN_FREQUENCY: Final = 200_000
_WORD_USES: Final = frozenset(
    (
        "predicate_verb",
        "object_verb",
        "indicator_gap",
        "indicator_edge",
        "indicator_adverb",
        "tolerance",
        "actor_noun",
        "indicator_noun",
    )
)
_VERB_LINE: Final = re.compile(r"^(\S+) \d+ v$", re.MULTILINE)
_BLANK: Final = frozenset(" \t\u3000\u00a0")

jieba.default_logger.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the ``words`` table; `sentence_id` counts the document's sentences from 1 on."""

    sentence_id: int
    text: str
    pieces: tuple[Span, ...]
    is_stop: bool
    section_id: str | None

    @property
    def span(self) -> Span:
        """Return the range of the document from the word's first code point to its last."""
        return Span(self.pieces[0].start, self.pieces[-1].end)


TaggedWord = tuple[int, int, bool]
"""A word as a range of its text, and whether it is a verb."""


class Segmenter:
    """An own jieba tokenizer with the lexicon's names in its dictionary; never the global one."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Load jieba's dictionary once and add the lexicon's surfaces to it."""
        self._convert = OpenCC("t2s").convert
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        for surface in _domain_words(lexicon):
            self._tokenizer.add_word(self.simplify(surface), freq=_DOMAIN_FREQUENCY)
        with jieba.get_dict_file() as known:
            self._verbs = frozenset(_VERB_LINE.findall(known.read().decode()))
        chinese = spacy.util.get_lang_class("zh")
        self.vocab: Vocab = Vocab(strings=[])
        self.stops: frozenset[str] = frozenset(chinese.Defaults.stop_words)

    def simplify(self, text: str) -> str:
        """Return `text` in simplified characters, one for one, so that offsets stay."""
        simple: str = self._convert(text)
        if len(simple) == len(text):
            return simple
        return "".join(c if len(s := self._convert(c)) != 1 else s for c in text)

    def cut(self, text: str, protected: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Return the words of `text` as ranges of it, in order, blanks left out.

        `protected` are sorted, disjoint ranges that stay single words.
        """
        return self._cut_whole(self.simplify(text), protected)

    def _cut_whole(
        self, simple: str, protected: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        words: list[tuple[int, int]] = []
        at = 0
        for start, end in (*protected, (len(simple), len(simple))):
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

    def tag(self, text: str, protected: Sequence[tuple[int, int]] = ()) -> list[TaggedWord]:
        """Return the words of `text` as `cut` gives them: start, end, and whether it is a verb.

        A verb is a word that jieba's dictionary has as one.
        """
        simple = self.simplify(text)
        verbs = self._verbs
        return [
            (start, end, simple[start:end] in verbs)
            for start, end in self._cut_whole(simple, protected)
        ]

    def make_doc(
        self, text: str, protected: Sequence[tuple[int, int]] = (), *, vocab: Vocab | None = None
    ) -> Doc:
        """Return a spaCy ``Doc`` of `text`, blanks kept, its words as `cut` gives them.

        Verbs are of part of speech ``VERB``, the others of none.
        """
        chosen = self.vocab if vocab is None else vocab
        words = self.tag(text, protected)
        if not words:
            return Doc(chosen, words=[text] if text else [], spaces=[False] if text else [])
        forms: list[str] = []
        spaces: list[bool] = []
        verbs: list[str] = []
        at = 0
        for start, end, verb in words:
            if gap := text[at:start]:
                if forms and gap[0] == " ":
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    forms.append(gap)
                    spaces.append(False)
                    verbs.append("")
            forms.append(text[start:end])
            spaces.append(False)
            verbs.append("VERB" if verb else "")
            at = end
        if tail := text[at:]:
            forms.append(tail)
            spaces.append(False)
            verbs.append("")
        return Doc(chosen, words=forms, spaces=spaces, pos=verbs)


@lru_cache(maxsize=4)
def load_segmenter(lexicon: Lexicon) -> Segmenter:
    """Return the segmenter of `lexicon`; building one takes most of a second."""
    return Segmenter(lexicon)


def segment_document(extraction: Extraction, *, lexicon: Lexicon | None = None) -> Iterator[Word]:
    """Yield the words of a document in reading order, figures whole, sentences counted from 1 on.

    Furniture is left out. `is_stop` is by spaCy's list of Chinese stop words.
    """
    segmenter = load_segmenter(lexicon or load_lexicon())
    places = _mention_places(extraction)
    sections = SectionIndex(extraction.sections)
    number = 0
    for passage in extraction.document.passages:
        if passage.kind is PassageKind.FURNITURE:
            continue
        figures = places.get(passage.start, [])
        section = sections.at(passage.end - 1)
        section_id = section.section_id if section else None
        for sentence in split_sentences(passage.text):
            number += 1
            text = passage.text[sentence.start : sentence.end]
            inside = [
                (a - sentence.start, min(b, sentence.end) - sentence.start)
                for a, b in figures
                if sentence.start <= a < sentence.end
            ]
            for start, end in segmenter.cut(text, inside):
                pieces = passage.place(sentence.start + start, sentence.start + end)
                word = text[start:end]
                stop = segmenter.simplify(word) in segmenter.stops
                yield Word(number, word, pieces, stop, section_id)


def _mention_places(extraction: Extraction) -> dict[int, list[tuple[int, int]]]:
    """Return the ranges of each passage's text that figures take, by the passage's start."""
    starts = sorted((p.start, p.end, at) for at, p in enumerate(extraction.document.passages))
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    passages = extraction.document.passages
    keys = [start for start, _, _ in starts]
    for figure in extraction.figures:
        first, last = figure.mention.pieces[0], figure.mention.pieces[-1]
        for index in range(bisect_right(keys, first.start) - 1, -1, -1):
            passage = passages[starts[index][2]]
            begin, end = passage.locate(first.start), passage.locate(last.end - 1)
            if begin is not None and end is not None:
                places[passage.start].append((begin, end + 1))
                break
    return places


def _domain_words(lexicon: Lexicon) -> Iterator[str]:
    """Yield the surfaces that must not be cut apart: names, and the words that rules look for."""
    for agency in lexicon.agencies:
        yield from agency.surfaces
    for term in lexicon.terms:
        if term.use in _WORD_USES:
            yield from (surface for surface in term.surfaces if len(surface) > 1)
