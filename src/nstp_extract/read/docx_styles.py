"""What a paragraph of a DOCX has from its styles: its rank, whether it is hidden, its number."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from docx.oxml.ns import qn

from nstp_extract.read.numbering import STYLES, Counter, ListLevel

_MAX_CHAIN: Final = 32
_MAX_HEADING: Final = 9
_HEADING: Final = "heading "


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph has from itself and its styles, whose ids are `chain`, nearest first.

    `list` is a list's id and a level, -1 where only the list knows which level the style has.
    """

    chain: tuple[str, ...] = ()
    name: str = ""
    heading: int = 0
    hidden: bool = False
    list: tuple[str, int] | None = None


def is_on(mark: Any) -> bool:
    """Tell whether a property that is there is set: it may be there to be taken back."""
    return mark.get(qn("w:val")) not in {"0", "false", "off", "none"}


def value_of(element: Any, path: str) -> str | None:
    """Return the value of a property below an element, None without it."""
    for tag in path.split("/"):
        element = element.find(qn(tag)) if element is not None else None
    found = element.get(qn("w:val")) if element is not None else None
    return None if found is None else str(found)


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Any) -> None:
        """Index the styles by id."""
        self._by_id = {each.get(qn("w:styleId")): each for each in root.iter(qn("w:style"))}
        self._default = next(
            (
                each
                for each in root.iter(qn("w:style"))
                if each.get(qn("w:default")) in {"1", "true"}
                and each.get(qn("w:type")) == "paragraph"
            ),
            None,
        )

    def of_paragraph(self, properties: Any) -> ParagraphStyle:
        """Return what a paragraph with such properties has; None for one without any."""
        chain = list(self._chain(value_of(properties, "w:pStyle")))
        name = (value_of(chain[0], "w:name") or "").lower() if chain else ""
        return ParagraphStyle(
            chain=tuple(str(each.get(qn("w:styleId"))) for each in chain),
            name=name,
            heading=self._heading(properties, chain),
            hidden=self._hidden(chain),
            list=self._list(properties, chain),
        )

    def hides(self, properties: Any) -> bool:
        """Tell whether the character style of a run hides it."""
        style = value_of(properties, "w:rStyle")
        return style is not None and self._hidden(list(self._chain(style)))

    def linked_list(self, style: str | None) -> str | None:
        """Return the list that a style of lists stands for."""
        element = self._by_id.get(style)
        return value_of(element, "w:pPr/w:numPr/w:numId")

    def _chain(self, style: str | None) -> Iterator[Any]:
        """Yield a style and those that it is based on, nearest first."""
        element = self._by_id.get(style, self._default if style is None else None)
        for _ in range(_MAX_CHAIN):
            if element is None:
                return
            yield element
            element = self._by_id.get(value_of(element, "w:basedOn"))

    def _heading(self, properties: Any, chain: list[Any]) -> int:
        """Return the rank of a heading, 0 for none: by its outline, else by its style's name."""
        own = value_of(properties, "w:outlineLvl")
        found = own if own is not None else next(
            (level for each in chain if (level := value_of(each, "w:pPr/w:outlineLvl"))), None
        )  # fmt: skip
        if found is not None and found.isdecimal():
            return int(found) + 1 if int(found) < _MAX_HEADING else 0
        for each in chain:
            name = (value_of(each, "w:name") or "").lower()
            if name.startswith(_HEADING) and name.removeprefix(_HEADING).isdecimal():
                return int(name.removeprefix(_HEADING))
        return 0

    def _hidden(self, chain: list[Any]) -> bool:
        for each in chain:
            mark = each.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if mark is not None:
                return is_on(mark)
        return False

    def _list(self, properties: Any, chain: list[Any]) -> tuple[str, int] | None:
        list_id, level = None, None
        for each in (properties, *(style.find(qn("w:pPr")) for style in chain)):
            list_id = list_id if list_id is not None else value_of(each, "w:numPr/w:numId")
            level = level if level is not None else value_of(each, "w:numPr/w:ilvl")
        if list_id in {None, "0"}:
            return None
        return str(list_id), int(level) if level and level.isdecimal() else -1


class Numbering:
    """The lists of a document and how far they have been counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        """Take the part of numbering definitions; None for a document without lists."""
        self._root = root
        self._styles = styles
        self._counters: dict[str, Counter] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, style: ParagraphStyle) -> str:
        """Return what is printed before a paragraph of a style, nothing if it is in no list."""
        if style.list is None or self._root is None:
            return ""
        list_id, level = style.list
        number = self._numbers.get(list_id)
        if number is None:
            return ""
        abstract = self._abstract(number)
        if abstract is None:
            return ""
        key, levels = self._levels(abstract, number)
        if level < 0:
            level = _level_of_style(abstract, style.chain)
        counter = self._counters.setdefault(key, Counter(levels))
        counter.levels = levels
        return counter.count(level, value=self._restart(number, list_id, level))

    @cached_property
    def _numbers(self) -> dict[str, Any]:
        return {each.get(qn("w:numId")): each for each in self._root.iterchildren(qn("w:num"))}

    @cached_property
    def _abstracts(self) -> dict[str, Any]:
        found = self._root.iterchildren(qn("w:abstractNum"))
        return {each.get(qn("w:abstractNumId")): each for each in found}

    def _abstract(self, number: Any) -> Any:
        """Return the definition behind a list; one that names a style is that style's list's."""
        for _ in range(_MAX_CHAIN):
            abstract = self._abstracts.get(value_of(number, "w:abstractNumId") or "")
            link = value_of(abstract, "w:numStyleLink") if abstract is not None else None
            if link is None:
                return abstract
            linked = self._numbers.get(self._styles.linked_list(link) or "")
            if linked is None:
                return abstract
            number = linked
        return None

    def _levels(self, abstract: Any, number: Any) -> tuple[str, dict[int, ListLevel]]:
        """Return the levels of a list, and the key of what counts them: lists may share a count."""
        levels = dict(map(_read_level, abstract.iterchildren(qn("w:lvl"))))
        for override in number.iterchildren(qn("w:lvlOverride")):
            levels |= dict(map(_read_level, override.iterchildren(qn("w:lvl"))))
        return str(abstract.get(qn("w:abstractNumId"))), levels

    def _restart(self, number: Any, list_id: str, level: int) -> int | None:
        """Return the number with which a list goes on with a count that it shares, but once."""
        if (list_id, level) in self._started:
            return None
        self._started.add((list_id, level))
        for override in number.iterchildren(qn("w:lvlOverride")):
            start = value_of(override, "w:startOverride")
            if override.get(qn("w:ilvl")) == str(level) and start and start.isdecimal():
                return int(start)
        return None


def _level_of_style(abstract: Any, chain: tuple[str, ...]) -> int:
    """Return the level that a list gives to one of the styles."""
    for each in abstract.iterchildren(qn("w:lvl")):
        if value_of(each, "w:pStyle") in chain:
            return int(each.get(qn("w:ilvl")))
    return 0


def _read_level(element: Any) -> tuple[int, ListLevel]:
    style = value_of(element, "w:numFmt") or "decimal"
    start = value_of(element, "w:start") or "1"
    legal = element.find(qn("w:isLgl"))
    return int(element.get(qn("w:ilvl"))), ListLevel(
        style=STYLES.get(style, "arabic"),
        template=value_of(element, "w:lvlText") or "",
        start=int(start) if start.isdecimal() else 1,
        bullet=style == "bullet",
        legal=legal is not None and is_on(legal),
        restarts=value_of(element, "w:lvlRestart") != "0",
    )
