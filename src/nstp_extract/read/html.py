"""HTML bytes in, blocks out: what a browser shows of a page, in its order.

Left out are scripts, styles, forms, navigation and what is hidden. Nothing that a page refers to is
fetched. The tree is lxml's; it is walked without recursion, as pages may nest without end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from nstp_extract.core.document import Cell
from nstp_extract.core.errors import ReadError
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read.blocks import Block, raise_digits, tidy
from nstp_extract.read.encoding import decode_text
from nstp_extract.read.numbering import BULLET, STYLES, spell

_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD: Final = 4096
_XML_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LIST_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")
_HEADING: Final = re.compile(r"h([1-6])")
_NOTE: Final = re.compile(r"doc-(?:foot|end)notes?|\bfootnotes?\b", re.IGNORECASE)
_MARK: Final = re.compile(r"\[?([0-9]{1,3})\]?")
_MAX_SPAN: Final = 1000

_SKIPPED: Final = frozenset({
    "script", "style", "head", "noscript", "template", "iframe", "object", "embed", "applet",
    "audio", "video", "canvas", "svg", "map", "select", "option", "button", "input",
    "textarea", "datalist", "nav", "rt", "rp", "dialog", "frameset",
})  # fmt: skip
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip


@dataclass(slots=True)
class _Grid:
    """A table under way: where the next cell goes, and what hangs down from the rows above."""

    number: int
    row: int = 0
    column: int = 1
    header: bool = False
    hanging: dict[int, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        """Go to the next row."""
        self.row += 1
        self.column = 1
        self.hanging = {at: left - 1 for at, left in self.hanging.items() if left > 1}

    def place(self, element: Any) -> Cell:
        """Return the place of the next cell of the row."""
        while self.column in self.hanging:
            self.column += 1
        rows, columns = _span(element, "rowspan"), _span(element, "colspan")
        cell = Cell(self.number, max(self.row, 1), self.column, rows, columns, header=self.header)
        for column in range(self.column, self.column + columns) if rows > 1 else ():
            self.hanging[column] = rows
        self.column += columns
        return cell


@dataclass(slots=True)
class _List:
    """A list under way: how its items are marked, and the next number."""

    style: str | None
    number: int = 1


@dataclass(slots=True)
class _Walk:
    """The state of a walk: the paragraph that grows, and what it stands in."""

    parts: list[str] = field(default_factory=list)
    label: str = ""
    heading: int = 0
    cells: list[Cell | None] = field(default_factory=lambda: [None])
    grids: list[_Grid | None] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    raised: int = 0
    kept: int = 0
    notes: int = 0
    tables: int = 0

    def add(self, text: str | None) -> None:
        """Add text as it is shown: blanks as one, digits above the line as such."""
        if not text:
            return
        shown = text if self.kept else _WHITE.sub(" ", text)
        if self.raised:
            mark = _MARK.fullmatch(shown.strip())
            shown = raise_digits(mark[1] if mark else shown)
        self.parts.append(shown)

    def flush(self) -> Iterator[Block]:
        """Yield the paragraph that has grown, if there is one."""
        parts = tidy(self.parts)
        self.parts = []
        if not parts:
            return
        cell = self.cells[-1]
        kind = PassageKind.BODY if cell is None else PassageKind.TABLE
        if self.notes and cell is None:
            kind = PassageKind.NOTE
        heading = self.heading if kind is PassageKind.BODY else 0
        yield Block(tidy((self.label, *parts)), kind, heading, cell)
        self.label = ""


def read_html(content: bytes, *, name: str, encoding: str | None = None) -> list[Block]:
    """Return the blocks of a page in their order.

    It is read as `encoding` says, else as it declares itself, else as UTF-8.

    Raises:
        ReadError: if it is in another encoding, or nests deeper than its parser goes.
    """
    declared = _CHARSET.search(content[:_HEAD])
    if encoding is None and declared is not None and not _is_unicode(content):
        encoding = declared[1].decode("ascii")
    text = _XML_DECLARATION.sub("", decode_text(content, name=name, encoding=encoding), count=1)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return []  # there is no element in it
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        # The parser has stopped there, and what follows would be lost without a word.
        message = "its elements nest too deep, or it is too large"
        raise ReadError("too-large", message, file=name, hint="save it as PDF")
    return list(_read_tree(root)) if root is not None else []


def _is_unicode(content: bytes) -> bool:
    """Tell whether bytes are UTF-8, whatever they declare: converted pages often still lie."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _read_tree(root: Any) -> Iterator[Block]:
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if not isinstance(element.tag, str) or _is_hidden(element):
                events.skip_subtree()
                continue
            yield from _enter(walk, element)
            walk.add(element.text)
        else:
            if isinstance(element.tag, str) and not _is_hidden(element):
                yield from _leave(walk, element)
            walk.add(element.tail if element is not root else None)
    yield from walk.flush()


def _is_hidden(element: Any) -> bool:
    if element.tag in _SKIPPED or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _enter(walk: _Walk, element: Any) -> Iterator[Block]:
    tag = element.tag
    if tag == "br":
        walk.parts.append("\n")
    elif tag == "sup":
        walk.raised += 1
    if tag not in _BLOCKS:
        return
    yield from walk.flush()
    if _NOTE.search(f"{element.get('role') or ''} {element.get('class') or ''}"):
        walk.notes += 1
    if match := _HEADING.fullmatch(tag):
        walk.heading = int(match[1])
    elif tag == "pre":
        walk.kept += 1
    elif tag in {"ol", "ul", "menu", "li"}:
        _enter_list(walk, element)
    else:
        _enter_table(walk, element)


def _leave(walk: _Walk, element: Any) -> Iterator[Block]:
    tag = element.tag
    if tag == "sup":
        walk.raised -= 1
    if tag not in _BLOCKS:
        return
    yield from walk.flush()
    if _NOTE.search(f"{element.get('role') or ''} {element.get('class') or ''}"):
        walk.notes -= 1
    if _HEADING.fullmatch(tag):
        walk.heading = 0
    elif tag == "pre":
        walk.kept -= 1
    elif tag in {"ol", "ul", "menu"}:
        walk.lists.pop()
    elif tag == "li":
        walk.label = ""
    else:
        _leave_table(walk, element)


# --- lists ------------------------------------------------------------------------------------


def _enter_list(walk: _Walk, element: Any) -> None:
    if element.tag != "li":
        walk.lists.append(_begin_list(element))
        return
    current = walk.lists[-1] if walk.lists else _List(None)
    if current.style is None:
        walk.label = f"{BULLET} "
        return
    value = element.get("value") or ""
    current.number = int(value) if value.isdecimal() else current.number
    label = spell(current.number, current.style)
    closed = "、" if current.style in {"han", "legal", "stems", "branches"} else ". "
    walk.label = f"{label}{closed}" if label else ""
    current.number += 1


def _begin_list(element: Any) -> _List:
    style = _LIST_STYLE.search(element.get("style") or "")
    if element.tag != "ol":
        return _List("none" if style and style[1].lower() == "none" else None)
    start = element.get("start") or "1"
    named = style[1].lower() if style else element.get("type") or "1"
    return _List(STYLES.get(named, "arabic"), int(start) if start.isdecimal() else 1)


# --- tables -----------------------------------------------------------------------------------


def _enter_table(walk: _Walk, element: Any) -> None:
    tag = element.tag
    grid = walk.grids[-1] if walk.grids else None
    if tag == "table":
        walk.grids.append(_begin_table(walk, element))
        # What stands in a table and in none of its cells belongs to the text around it.
        walk.cells.append(walk.cells[-1])
    elif grid is not None and tag == "tr":
        grid.header = _is_header(element)
        grid.begin_row()
    elif tag in {"td", "th"}:
        walk.cells.append(grid.place(element) if grid is not None else walk.cells[-1])


def _leave_table(walk: _Walk, element: Any) -> None:
    if element.tag == "table":
        walk.grids.pop()
        walk.cells.pop()
    elif element.tag in {"td", "th"}:
        walk.cells.pop()


def _begin_table(walk: _Walk, element: Any) -> _Grid | None:
    """Return the grid of a table; None for one that only lays the page out."""
    cells = element.iter("td", "th")
    own = [cell for cell in cells if next(cell.iterancestors("table"), None) is element]
    nested = element.find(".//table") is not None
    if len(own) <= 1 or nested or element.get("role") == "presentation":
        return None
    walk.tables += 1
    return _Grid(walk.tables)


def _is_header(row: Any) -> bool:
    """Tell whether a row names the columns: in the table's head, or of such cells alone."""
    if row.getparent().tag == "thead":
        return True
    cells = list(row.iterchildren("td", "th"))
    return len(cells) > 1 and all(cell.tag == "th" for cell in cells)


def _span(element: Any, attribute: str) -> int:
    found = (element.get(attribute) or "1").strip()
    return min(max(int(found), 1), _MAX_SPAN) if found.isdecimal() else 1
