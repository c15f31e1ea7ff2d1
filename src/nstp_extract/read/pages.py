"""A page of a PDF as it comes out of the process that reads it."""

from dataclasses import dataclass

from nstp_extract.core.document import Page
from nstp_extract.read.lines import PageLine


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it comes out of the process; a refused one is empty."""

    page: Page
    text: str = ""
    boxes: tuple[int, ...] = ()
    lines: tuple[PageLine, ...] = ()
    doubts: tuple[int, ...] = ()
