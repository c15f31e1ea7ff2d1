"""DOCX bytes in, blocks out: what Word prints, in the order in which it prints it.

Left out are text that is hidden or deleted, field codes, comments, headers and footers. The numbers
of lists and headings are counted as Word does.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from nstp_extract.core.document import Cell
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.read.archive import damaged, open_archive, parse_xml
from nstp_extract.read.blocks import Block, NoteMark, raise_digits, tidy
from nstp_extract.read.docx_styles import Numbering, Styles, is_on, value_of

_CONTAINERS: Final = frozenset(
    map(qn, ("w:hyperlink", "w:ins", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple",
             "w:customXml", "w:moveTo", "w:dir", "w:bdo", "m:oMathPara"))
)  # fmt: skip
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_DRAWINGS: Final = frozenset((_CHOICE, qn("w:drawing"), qn("w:pict")))
_TEXT_BOX: Final = qn("w:txbxContent")
_CHARACTERS: Final = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:ptab"): "\t",
}
_HIDDEN: Final = (qn("w:vanish"), qn("w:webHidden"))
_NOTES: Final = {
    RELATIONSHIP_TYPE.FOOTNOTES: ("w:footnote", "f"),
    RELATIONSHIP_TYPE.ENDNOTES: ("w:endnote", "e"),
}
_REFERENCES: Final = {qn("w:footnoteReference"): "f", qn("w:endnoteReference"): "e"}


@dataclass(slots=True)
class Reader:
    """A document under way: its styles, its lists, how many tables there were."""

    styles: Styles
    numbering: Numbering
    tables: int = 0
    notes: dict[str, str] = field(default_factory=dict)


def read_docx(content: bytes, *, name: str) -> tuple[list[Block], dict[str, str]]:
    """Return the blocks of a document in their order, and its notes by the id of their marks.

    Raises:
        ReadError: if it cannot be opened, or would unpack to too much.
    """
    open_archive(content, name=name).close()
    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
        part = document.part
        styles = Styles(document.styles.element)
        numbering = Numbering(_related(part, RELATIONSHIP_TYPE.NUMBERING, name=name), styles)
    except (OpcError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise damaged(name) from error
    except SyntaxError as error:  # lxml's own are of this class
        raise damaged(name) from error
    if body is None:
        raise damaged(name)
    reader = Reader(styles, numbering)
    for relation in _NOTES:
        reader.notes |= _read_notes(_related(part, relation, name=name), reader, relation)
    return list(read_blocks(body, reader)), reader.notes


def _related(part: Any, relation: str, *, name: str) -> Any:
    """Return the root of the part that stands in a relation to the document; None without one."""
    for each in part.rels.values():
        if each.reltype == relation and not each.is_external:
            return parse_xml(each.target_part.blob, name=name)
    return None


def _read_notes(root: Any, reader: Reader, relation: str) -> dict[str, str]:
    tag, prefix = _NOTES[relation]
    notes = {}
    for note in root.iterchildren(qn(tag)) if root is not None else ():
        if note.get(qn("w:type")) in {None, "normal"}:
            lines = (_plain(block) for block in read_blocks(note, reader))
            notes[prefix + str(note.get(qn("w:id")))] = " ".join(" ".join(lines).split())
    return {key: text for key, text in notes.items() if text}


def _plain(block: Block) -> str:
    return "".join(part for part in block.parts if isinstance(part, str))


def read_blocks(container: Any, reader: Reader, *, cell: Cell | None = None) -> Iterator[Block]:
    """Yield the blocks of a body, a cell, a note or a text box."""
    for element in container.iterchildren():
        match element.tag:
            case tag if tag == qn("w:p"):
                yield from _read_paragraph(element, reader, cell)
            case tag if tag == qn("w:tbl"):
                yield from _read_table(element, reader, cell)
            case tag if tag in _CONTAINERS:
                yield from read_blocks(element, reader, cell=cell)


def _read_paragraph(paragraph: Any, reader: Reader, cell: Cell | None) -> Iterator[Block]:
    properties = paragraph.find(qn("w:pPr"))
    style = reader.styles.of_paragraph(properties)
    if style.hidden:
        return
    boxes: list[Any] = []
    parts = tidy(_read_runs(paragraph, reader, boxes))
    block = Block(parts, _kind(style.name, cell), style.heading if cell is None else 0, cell)
    if not block.is_blank:
        label = reader.numbering.label(style)
        yield Block(tidy((label, *parts)), block.kind, block.heading, cell) if label else block
    for box in boxes:
        yield from read_blocks(box, reader, cell=cell)


def _kind(style: str, cell: Cell | None) -> PassageKind:
    if cell is not None:
        return PassageKind.TABLE
    return PassageKind.CONTENTS if style.startswith("toc ") else PassageKind.BODY


def _read_runs(element: Any, reader: Reader, boxes: list[Any]) -> Iterator[str | NoteMark]:
    """Yield what the runs below an element print; text boxes are put by."""
    for child in element.iterchildren():
        if child.tag == qn("w:r"):
            yield from _read_run(child, reader, boxes)
        elif child.tag in _CONTAINERS:
            yield from _read_runs(child, reader, boxes)
        elif child.tag == qn("m:oMath"):
            yield "".join(text.text or "" for text in child.iter(qn("m:t")))
        elif child.tag == _CHOICE:
            yield from _read_runs(_chosen(child), reader, boxes)


def _chosen(choice: Any) -> Any:
    """Return the first way of what is written in two for programs of different age."""
    return next(choice.iterchildren(), choice)


def _read_run(run: Any, reader: Reader, boxes: list[Any]) -> Iterator[str | NoteMark]:
    properties = run.find(qn("w:rPr"))
    if properties is not None and _is_hidden(properties, reader):
        return
    raised = properties is not None and _is_raised(properties)
    for child in run.iterchildren():
        if child.tag == qn("w:t"):
            text = child.text or ""
            yield raise_digits(text) if raised else text
        elif child.tag in _REFERENCES:
            yield NoteMark(_REFERENCES[child.tag] + str(child.get(qn("w:id"))))
        elif child.tag == qn("w:ruby"):
            base = child.find(qn("w:rubyBase"))
            yield from _read_runs(base, reader, boxes) if base is not None else ()
        elif child.tag in _DRAWINGS:
            boxes += _outer_boxes(_chosen(child) if child.tag == _CHOICE else child)
        else:
            yield _character(child)


def _character(child: Any) -> str:
    """Return the character that an element of a run stands for, nothing if it does for none."""
    if child.tag == qn("w:br"):
        return "\n" if child.get(qn("w:type")) in {None, "textWrapping"} else ""
    return _CHARACTERS.get(child.tag, "")


def _outer_boxes(element: Any) -> Iterator[Any]:
    """Yield the text boxes below an element that stand in no other."""
    for box in element.iter(_TEXT_BOX):
        if next(box.iterancestors(_TEXT_BOX), None) is None:
            yield box


def _is_hidden(properties: Any, reader: Reader) -> bool:
    for tag in _HIDDEN:
        mark = properties.find(tag)
        if mark is not None:
            return is_on(mark)
    return reader.styles.hides(properties)


def _is_raised(properties: Any) -> bool:
    align = properties.find(qn("w:vertAlign"))
    return align is not None and align.get(qn("w:val")) == "superscript"


# --- tables -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell as it is written: one that goes on from above is written in each of its rows."""

    element: Any
    cell: Cell
    goes_on: bool


def _read_table(table: Any, reader: Reader, outer: Cell | None) -> Iterator[Block]:
    """Yield the blocks of a table's cells; a table of one cell is a frame around what is in it."""
    slots = list(_find_slots(table))
    if len(slots) == 1:
        yield from read_blocks(slots[0].element, reader, cell=outer)
        return
    reader.tables += 1
    number = reader.tables
    merged = {(each.cell.row, each.cell.column) for each in slots if each.goes_on}
    for slot in slots:
        if not slot.goes_on:
            cell = replace(slot.cell, table=number, rows=_count_rows(slot.cell, merged))
            yield from read_blocks(slot.element, reader, cell=cell)


def _find_slots(table: Any) -> Iterator[_Slot]:
    rows = (row for row in table.iter(qn("w:tr")) if _table_of(row) is table)
    kept = (row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None)
    for number, row in enumerate(kept, start=1):
        mark = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        header = mark is not None and is_on(mark)
        column = 1 + _as_int(value_of(row, "w:trPr/w:gridBefore"), default=0)
        for element in row.iter(qn("w:tc")):
            if _table_of(element) is not table:
                continue
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val")) in {None, "continue"}
            columns = max(1, _as_int(value_of(element, "w:tcPr/w:gridSpan"), default=1))
            cell = Cell(1, number, column, columns=columns, header=header)
            yield _Slot(element, cell, goes_on)
            column += columns


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(qn("w:tbl")), None)


def _count_rows(cell: Cell, merged: set[tuple[int, int]]) -> int:
    """Return how many rows a cell covers: its own, and those below that go on with it."""
    rows = 1
    while (cell.row + rows, cell.column) in merged:
        rows += 1
    return rows


def _as_int(text: str | None, *, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default
