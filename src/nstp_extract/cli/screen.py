"""What goes to a person on standard error: errors, warnings, notes and progress.

Rows never pass here.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

from nstp_extract.cli.language import Messages
from nstp_extract.cli.paint import Colour, paint
from nstp_extract.core.errors import GuardError, NstpError, ReadError

SHOWN_PROBLEMS: Final = 5


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard error, in one language. Notes and progress are for a terminal only."""

    messages: Messages
    quiet: bool = False

    @property
    def is_live(self) -> bool:
        """Tell whether a person looks on who wants to be told."""
        return not self.quiet and sys.stderr.isatty()

    def print(self, line: str) -> None:
        """Print a line of what was asked for, unless quiet."""
        if not self.quiet:
            print(line, file=sys.stderr)

    def note(self, line: str) -> None:
        """Print a line that nobody needs, on a terminal only."""
        if self.is_live:
            print(line, file=sys.stderr)

    def warn(self, line: str) -> None:
        """Print a warning, unless quiet."""
        self.print(paint(self.messages.say("label.warning"), Colour.WARNING) + line)

    def complain(self, line: str) -> None:
        """Print a line even if quiet."""
        print(line, file=sys.stderr)

    def fail(self, error: NstpError) -> None:
        """Print what went wrong, where and what to do; a reason's code ends the last line."""
        lines = [paint(self.messages.say("label.error"), Colour.ERROR) + self.describe(error)]
        if isinstance(error, GuardError):
            lines += self._other_problems(error)
        if error.hint:
            label = paint(self.messages.say("label.hint"), Colour.HINT)
            lines.append(label + self.messages.translate(" ".join(error.hint.split())))
        if isinstance(error, ReadError):
            lines[-1] += f" [{error.code}]"
        self.complain("\n".join(lines))

    def describe(self, error: NstpError) -> str:
        """Return what went wrong and where, in one line."""
        say, translate = self.messages.say, self.messages.translate
        if not isinstance(error, ReadError):
            return " ".join(translate(error.message).split())
        place = error.file
        if error.page is not None:
            place = say("label.page", file=error.file, page=error.page)
        return say("label.place", place=place, message=translate(error.reason))

    def _other_problems(self, error: GuardError) -> Iterator[str]:
        yield from (f"  {problem}" for problem in error.problems[1:SHOWN_PROBLEMS])
        if (left := len(error.problems) - SHOWN_PROBLEMS) > 0:
            yield "  " + self.messages.say("label.more", count=left)

    @contextmanager
    def working(self, line: str) -> Iterator[None]:
        """Show on a terminal that something is under way, and for how long, during the block."""
        if not self.is_live:
            yield
            return
        # Only a terminal pays for loading what draws on it.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn  # noqa: PLC0415

        columns = (SpinnerColumn(), line.replace("[", r"\["), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            progress.add_task("", total=None)
            yield

    @contextmanager
    def counting(self, line: str) -> Iterator[Callable[[int, int], None]]:
        """Show a bar with the time left during the block, once told how many of how many."""
        if not self.is_live:
            yield _ignore
            return
        with ExitStack() as stack:
            shown: list[Callable[[int, int], None]] = []

            def show(done: int, total: int) -> None:
                if not shown:
                    shown.append(stack.enter_context(_draw_bar(line)))
                shown[0](done, total)

            yield show


@contextmanager
def _draw_bar(line: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # noqa: PLC0415  (as above)
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TimeRemainingColumn,
    )

    columns = (line, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _ignore(done: int, total: int) -> None:
    """Show nothing."""
