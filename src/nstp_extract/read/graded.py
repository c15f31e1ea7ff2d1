"""Which pages of a document were not read, or not surely: told in a line."""

from collections.abc import Iterable
from typing import Final

from nstp_extract.core.document import Document
from nstp_extract.core.vocabulary import Grade

_PAIR: Final = 2


def name_pages(document: Document, grade: Grade) -> str:
    """Return the pages of a grade by reason, runs of them as one: ``1-3, 7 (damaged)``."""
    by_reason: dict[str, list[int]] = {}
    for page in document.pages:
        if page.grade is grade:
            by_reason.setdefault(str(page.reason), []).append(page.number)
    return ", ".join(f"{fold_numbers(each)} ({why})" for why, each in by_reason.items())


def fold_numbers(numbers: Iterable[int]) -> str:
    """Return ascending numbers as text, runs of three or more by their ends.

    >>> fold_numbers([1, 2, 3, 5, 8, 9])
    '1-3, 5, 8, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}-{run[-1]}" if len(run) > _PAIR else ", ".join(map(str, run)) for run in runs
    )
