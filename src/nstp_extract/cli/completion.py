"""The script that lets a shell complete the command line, made from the parser itself.

``shtab`` writes it; here is only which arguments are files and which are folders.
"""

import argparse
from collections.abc import Iterator
from typing import Final

SHELLS: Final = ("bash", "zsh", "tcsh")
_FILES: Final = frozenset({"FILE", "OUT", "OLD", "NEW", "CLAIMS", "FILE|DIR", "DIR|FILE"})


def write_completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the completion script of a shell."""
    import shtab  # noqa: PLC0415  (only who asks for the script pays for it)

    for action in _actions(parser):
        if action.metavar == "DIR":
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell))


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every argument of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001  (argparse has no other way to ask)
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for command in action.choices.values():
                yield from _actions(command)
