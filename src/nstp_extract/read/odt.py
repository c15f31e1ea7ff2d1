"""ODT bytes in, blocks out: what LibreOffice prints, in the order in which it prints it.

Left out are what is hidden, deleted or a comment. The text is walked with lxml; what styles say is
in ``odt_styles``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from nstp_extract.core.document import Cell
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read.archive import damaged, open_archive, parse_xml, read_part
from nstp_extract.read.blocks import Block, NoteMark, raise_digits, squeeze, tidy
from nstp_extract.read.numbering import Counter
from nstp_extract.read.odt_styles import Styles, name

_MAX_REPEATED: Final = 200
"""An empty cell or blank that stands so often stands for the rest of the sheet."""

_SKIPPED: Final = frozenset(
    map(name, ("text:tracked-changes", "office:annotation", "office:annotation-end",
               "text:hidden-text", "text:hidden-paragraph", "office:forms", "text:ruby-text",
               "text:note-citation", "svg:title", "svg:desc", "text:sequence-decls",
               "text:variable-decls", "text:user-field-decls", "table:covered-table-cell"))
)  # fmt: skip
_INDEXES: Final = frozenset(
    map(name, ("text:table-of-content", "text:illustration-index", "text:table-index",
               "text:alphabetical-index", "text:object-index", "text:user-index"))
)  # fmt: skip
_PARAGRAPHS: Final = frozenset(map(name, ("text:p", "text:h")))
_BOX: Final = name("draw:text-box")


@dataclass(slots=True)
class _Reader:
    """A document under way."""

    styles: Styles
    tables: int = 0
    notes: dict[str, str] = field(default_factory=dict)
    lists: dict[str, Counter] = field(default_factory=dict)
    headings: Counter = field(default_factory=lambda: Counter({}))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: its cell, its kind, and the label of the list item it opens."""

    cell: Cell | None = None
    kind: PassageKind = PassageKind.BODY


def read_odt(
    content: bytes, *, name: str, flat: bool = False
) -> tuple[list[Block], dict[str, str]]:
    """Return the blocks of a document in their order, and its notes by the id of their marks.

    Raises:
        ReadError: if it cannot be opened, or would unpack to too much.
    """
    if flat:
        roots = [parse_xml(content, name=name)]
    else:
        with open_archive(content, name=name) as archive:
            parts = [p for p in ("styles.xml", "content.xml") if p in archive.namelist()]
            roots = [parse_xml(read_part(archive, part, name=name), name=name) for part in parts]
    body = roots[-1].find(_BODY) if roots else None
    if body is None:
        raise damaged(name)
    reader = _Reader(Styles(roots))
    reader.headings = Counter(reader.styles.outline)
    return list(_read_blocks(body, reader, _Place())), reader.notes


_BODY: Final = f"{name('office:body')}/{name('office:text')}"


def _read_blocks(container: Any, reader: _Reader, place: _Place) -> Iterator[Block]:
    """Yield the blocks of the body, a section, a cell, a note or a text box."""
    for element in container.iterchildren():
        if element.tag in _SKIPPED or reader.styles.hides(element):
            continue
        if element.tag in _PARAGRAPHS:
            yield from _read_paragraph(element, reader, place)
        elif element.tag == name("text:list"):
            yield from _read_list(element, reader, place, _List())
        elif element.tag == name("table:table"):
            yield from _read_table(element, reader, place)
        elif element.tag in _INDEXES:
            contents = _Place(place.cell, PassageKind.CONTENTS)
            yield from _read_blocks(element, reader, contents if place.cell is None else place)
        else:
            yield from _read_blocks(element, reader, place)


def _read_paragraph(
    element: Any, reader: _Reader, place: _Place, *, label: str = ""
) -> Iterator[Block]:
    boxes: list[Any] = []
    parts = tidy(_read_inline(element, reader, boxes))
    heading = 0
    if element.tag == name("text:h") and place.cell is None and place.kind is PassageKind.BODY:
        heading = int(element.get(name("text:outline-level")) or "1")
        plain = element.get(name("text:is-list-header")) == "true"
        if not label and not plain and reader.headings.levels.get(heading - 1):
            label = reader.headings.count(heading - 1)
    kind = PassageKind.TABLE if place.cell is not None else place.kind
    block = Block(parts, kind, heading, place.cell)
    if not block.is_blank:
        yield Block(tidy((label, *parts)), kind, heading, place.cell) if label else block
    for box in boxes:
        yield from _read_blocks(box, reader, place)


def _read_inline(element: Any, reader: _Reader, boxes: list[Any]) -> Iterator[str | NoteMark]:
    """Yield what is printed in a paragraph or span; text boxes are put by."""
    raised = reader.styles.raises(element)
    if element.text:
        yield raise_digits(squeeze(element.text)) if raised else squeeze(element.text)
    for child in element.iterchildren():
        if child.tag not in _SKIPPED and not reader.styles.hides(child):
            yield from _read_child(child, reader, boxes)
        if child.tail:
            yield raise_digits(squeeze(child.tail)) if raised else squeeze(child.tail)


def _read_child(child: Any, reader: _Reader, boxes: list[Any]) -> Iterator[str | NoteMark]:
    if child.tag == name("text:s"):
        yield " " * min(_number(child, "text:c"), _MAX_REPEATED)
    elif child.tag == name("text:tab"):
        yield "\t"
    elif child.tag == name("text:line-break"):
        yield "\n"
    elif child.tag == name("text:note"):
        yield _read_note(child, reader)
    elif child.tag.startswith(name("draw:")):
        boxes += [box for box in child.iter(_BOX) if next(box.iterancestors(_BOX), None) is None]
    else:
        yield from _read_inline(child, reader, boxes)


def _read_note(note: Any, reader: _Reader) -> NoteMark:
    key = f"n{len(reader.notes) + 1}"
    reader.notes[key] = ""
    body = note.find(name("text:note-body"))
    blocks = _read_blocks(body, reader, _Place()) if body is not None else ()
    lines = ("".join(p for p in block.parts if isinstance(p, str)) for block in blocks)
    reader.notes[key] = " ".join(" ".join(lines).split())
    return NoteMark(key)


def _number(element: Any, attribute: str) -> int:
    found = element.get(name(attribute)) or "1"
    return int(found) if found.isdecimal() else 1


# --- lists ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _List:
    """The list around a list: its style and depth, and what counts it."""

    style: str = ""
    depth: int = -1
    counter: Counter | None = None


def _read_list(element: Any, reader: _Reader, place: _Place, outer: _List) -> Iterator[Block]:
    style = element.get(name("text:style-name")) or outer.style
    counter = outer.counter
    if counter is None or style != outer.style:
        counter = _find_counter(element, style, reader)
    own = _List(style, outer.depth + 1, counter)
    for item in element.iterchildren():
        numbered = item.tag == name("text:list-item")
        start = item.get(name("text:start-value"))
        label = ""
        if numbered and _opens_paragraph(item):
            label = counter.count(own.depth, value=int(start) if start else None)
        for child in item.iterchildren():
            if child.tag == name("text:list"):
                yield from _read_list(child, reader, place, own)
            elif child.tag in _PARAGRAPHS:
                yield from _read_paragraph(child, reader, place, label=label)
                label = ""


def _opens_paragraph(item: Any) -> bool:
    first = next(item.iterchildren(), None)
    return first is not None and first.tag in _PARAGRAPHS


def _find_counter(element: Any, style: str, reader: _Reader) -> Counter:
    """Return what counts a list: its own, or that of the list that it goes on with."""
    goes_on = element.get(name("text:continue-numbering")) == "true"
    former = element.get(name("text:continue-list"))
    found = reader.lists.get(f"#{former}") if former else None
    if found is None and goes_on:
        found = reader.lists.get(style)
    counter = found or Counter(reader.styles.list_levels(style))
    reader.lists[style] = counter
    if identity := element.get("{http://www.w3.org/XML/1998/namespace}id"):
        reader.lists[f"#{identity}"] = counter
    return counter


# --- tables -----------------------------------------------------------------------------------


def _read_table(table: Any, reader: _Reader, place: _Place) -> Iterator[Block]:
    """Yield the blocks of a table's cells; a table of one cell is a frame around what is in it."""
    rows = [row for row in table.iter(name("table:table-row")) if _table_of(row) is table]
    cells = [cell for row in rows for cell in row.iterchildren(name("table:table-cell"))]
    if len(cells) == 1:
        yield from _read_blocks(cells[0], reader, place)
        return
    reader.tables += 1
    number, at = reader.tables, 1
    for row in rows:
        yield from _read_row(row, reader, Cell(number, at, 1, header=_is_header(row)))
        at += min(_number(row, "table:number-rows-repeated"), _MAX_REPEATED)


def _read_row(row: Any, reader: _Reader, first: Cell) -> Iterator[Block]:
    column = 1
    for element in row.iterchildren(name("table:table-cell"), name("table:covered-table-cell")):
        if element.tag == name("table:table-cell"):
            cell = Cell(
                first.table,
                first.row,
                column,
                _number(element, "table:number-rows-spanned"),
                _number(element, "table:number-columns-spanned"),
                header=first.header,
            )
            yield from _read_blocks(element, reader, _Place(cell))
        column += min(_number(element, "table:number-columns-repeated"), _MAX_REPEATED)


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(name("table:table")), None)


def _is_header(row: Any) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == name("table:table-header-rows")
