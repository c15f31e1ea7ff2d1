"""What the styles of an ODT say: what is hidden or raised, how lists and headings are numbered."""

from collections.abc import Sequence
from typing import Any, Final

from nstp_extract.read.numbering import STYLES, ListLevel

_NAMESPACES: Final = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"
    for prefix, part in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
}
_MAX_CHAIN: Final = 32
_SUPER: Final = "super"


def name(qualified: str) -> str:
    """Return a name with its namespace written out.

    >>> name("text:p")
    '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p'
    """
    prefix, _, local = qualified.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


class Styles:
    """The styles of a document: those of both of its parts, the more particular ones last."""

    def __init__(self, roots: Sequence[Any]) -> None:
        """Index them by name."""
        self._styles: dict[str, Any] = {}
        self._lists: dict[str, Any] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for each in root.iter(name("style:style")):
                self._styles[str(each.get(name("style:name")))] = each
            for each in root.iter(name("text:list-style")):
                self._lists[str(each.get(name("style:name")))] = each
            for each in root.iter(name("text:outline-style")):
                levels = _read_levels(each)
                self.outline = {at: one for at, one in levels.items() if one.style != "none"}

    def hides(self, element: Any) -> bool:
        """Tell whether an element is hidden, by itself or by its style."""
        if element.get(name("text:display")) == "none":
            return True
        return self._text_property(element, "text:display") == "none"

    def raises(self, element: Any) -> bool:
        """Tell whether an element's text is printed above the line."""
        position = self._text_property(element, "style:text-position") or ""
        first = position.split(" ")[0]
        return first == _SUPER or (first.endswith("%") and first[0].isdigit() and first != "0%")

    def list_levels(self, style: str) -> dict[int, ListLevel]:
        """Return the levels of a list's style."""
        found = self._lists.get(style)
        return _read_levels(found) if found is not None else {}

    def _text_property(self, element: Any, wanted: str) -> str | None:
        """Return a property of the text that an element's style has, or one that it is based on."""
        style = self._styles.get(element.get(name("text:style-name")) or "")
        for _ in range(_MAX_CHAIN):
            if style is None:
                return None
            properties = style.find(name("style:text-properties"))
            found = properties.get(name(wanted)) if properties is not None else None
            if found is not None:
                return str(found)
            style = self._styles.get(style.get(name("style:parent-style-name")) or "")
        return None


def _read_levels(element: Any) -> dict[int, ListLevel]:
    levels = {}
    for each in element.iterchildren():
        at = each.get(name("text:level"))
        if at is not None and at.isdecimal():
            levels[int(at) - 1] = _read_level(each, int(at))
    return levels


def _read_level(element: Any, at: int) -> ListLevel:
    if element.tag == name("text:list-level-style-bullet"):
        return ListLevel(bullet=True)
    number = (element.get(name("style:num-format")) or "").split(",")[0].strip()
    shown = int(element.get(name("text:display-levels")) or "1")
    places = ".".join(f"%{level}" for level in range(max(1, at - shown + 1), at + 1))
    prefix = element.get(name("style:num-prefix")) or ""
    suffix = element.get(name("style:num-suffix")) or ""
    return ListLevel(
        style=STYLES.get(number, "arabic") if number else "none",
        template=f"{prefix}{places}{suffix}" if number else "",
        start=int(element.get(name("text:start-value")) or "1"),
    )
