"""What a table of contents says that the outline does not: its entries without a heading.

Entries are printed with leaders and a page number (計畫成果........12); the passages that hold them
are found in ``read``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nstp_extract.core.document import Document, Passage
from nstp_extract.core.figure import Section
from nstp_extract.core.fold import fold
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.patterns import Patterns, compile_patterns

_ENTRY: Final = re.compile(
    r"(.*?)[ ]*(?:[.．…·‧\t][ ]*){2,}([0-9]{1,4})(?:[ ]*[-－–~～][ ]*[0-9]+)?"
)
_MARKS: Final = re.compile(r"[^\w]+")
_NEAR: Final = 1
_MIN_TITLE: Final = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents: a title, without its number, and the page printed for it."""

    title: str
    page: int


@dataclass(frozen=True, slots=True)
class ContentsCheck:
    """How many entries a table of contents has, and those for which no heading stands there."""

    entries: int
    missing: tuple[Entry, ...]


def check_contents(
    document: Document, sections: Sequence[Section], *, lexicon: Lexicon
) -> ContentsCheck:
    """Return which entries of a document's table of contents its outline or captions lack.

    A heading stands for an entry if one title begins with the other and its page is the printed
    one, or one beside it. Printed numbers may count from another page than the first: what most
    entries with a like title are off by is taken for the difference. Of a document without pages
    nothing is said but that a title is nowhere.
    """
    patterns = compile_patterns(lexicon)
    entries = list(_find_entries(document, patterns))
    headings = list(_find_headings(document, sections, patterns))
    places = {
        entry: [page for title, page in headings if _is_like(title, _bare(entry.title))]
        for entry in entries
    }
    offsets = Counter(
        page - entry.page for entry, pages in places.items() for page in pages if page is not None
    )
    shift = max(offsets, key=lambda offset: (offsets[offset], -abs(offset)), default=0)
    missing = tuple(
        entry
        for entry in entries
        if not any(
            page is None or abs(page - entry.page - shift) <= _NEAR for page in places[entry]
        )
    )
    return ContentsCheck(len(entries), missing)


def _find_entries(document: Document, patterns: Patterns) -> Iterator[Entry]:
    for passage in document.passages:
        if passage.kind is not PassageKind.CONTENTS:
            continue
        match = _ENTRY.fullmatch(fold(passage.text).strip())
        if match and len(_bare(title := _drop_mark(match[1], patterns))) >= _MIN_TITLE:
            yield Entry(title, int(match[2]))


def _find_headings(
    document: Document, sections: Sequence[Section], patterns: Patterns
) -> Iterator[tuple[str, int | None]]:
    """Yield the bare title of each heading and caption with its page."""
    for section in sections:
        if section.title:
            yield _bare(section.title), document.page(section.heading.span.start)
    for passage in document.passages:
        if passage.kind is PassageKind.CAPTION:
            yield _bare(_drop_mark(passage.text, patterns)), _page_of(document, passage)


def _page_of(document: Document, passage: Passage) -> int | None:
    return document.page(passage.start)


def _drop_mark(text: str, patterns: Patterns) -> str:
    mark = patterns.match_mark(fold(text))
    return text[mark.end :].strip() if mark else text.strip()


def _bare(title: str) -> str:
    """Return a title without blanks and punctuation, as both printings have it.

    >>> _bare("一、 健全人權職權運作，落實")
    '一健全人權職權運作落實'
    """
    return _MARKS.sub("", fold(title))


def _is_like(one: str, other: str) -> bool:
    """Tell whether one title begins with the other: either may be cut short."""
    return min(len(one), len(other)) >= _MIN_TITLE and (
        one.startswith(other) or other.startswith(one)
    )
