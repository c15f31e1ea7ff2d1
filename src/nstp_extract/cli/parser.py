"""The parser that every command shares: help and refusals in the language asked for.

Which arguments a command has is in ``arguments``.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NoReturn

from nstp_extract.cli.completion import SHELLS
from nstp_extract.cli.language import Language, Messages
from nstp_extract.cli.paint import Colour, paint
from nstp_extract.cli.width import wrap
from nstp_extract.core.errors import EXIT_NOT_RUN

_MAX_WIDTH: Final = 100
_HELP_COLUMN: Final = 24


class Parser(argparse.ArgumentParser):
    """An argument parser whose own words come from the catalogue."""

    def __init__(self, *, messages: Messages, **settings: Any) -> None:
        """Make a parser with the help option in its last group."""
        super().__init__(
            add_help=False, allow_abbrev=False, formatter_class=_formatter(messages), **settings
        )
        self.messages = messages

    def add_general_options(self, *, is_main: bool) -> None:
        """Add the options that may stand before a command and behind it."""
        say = self.messages.say
        group = self.add_argument_group(say("help.general"))
        # A command's parser must not undo what stood before the command.
        language = None if is_main else argparse.SUPPRESS
        quiet = False if is_main else argparse.SUPPRESS
        group.add_argument(
            "--lang", choices=[*map(str, Language)], default=language, help=say("help.lang")
        )
        group.add_argument(
            "-q", "--quiet", action="store_true", default=quiet, help=say("help.quiet")
        )
        if is_main:
            group.add_argument("--version", nargs=0, action=_ShowVersion, help=say("help.version"))
            group.add_argument(
                "--completion",
                metavar="SHELL",
                choices=SHELLS,
                action=_ShowCompletion,
                help=say("help.completion"),
            )
        group.add_argument("-h", "--help", action="help", help=say("help.help"))

    def format_usage(self) -> str:
        """Return the usage line."""
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what is wrong with it, and exit as not run."""
        self.print_usage(sys.stderr)
        label = paint(self.messages.say("label.error"), Colour.ERROR)
        self.exit(EXIT_NOT_RUN, f"{label}{self.messages.translate(message)}\n")


def positive_int(text: str) -> int:
    """Return the number that a text holds.

    Raises:
        ArgumentTypeError: if it holds none, or one below 1.
    """
    if not text.isdecimal() or (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is needed, not {text!r}")
    return number


def offset(text: str) -> int:
    """Return the place in a text that a text names.

    Raises:
        ArgumentTypeError: if it is no whole number from 0 on.
    """
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"a whole number from 0 on is needed, not {text!r}")
    return int(text)


def postgres_url(text: str) -> str:
    """Return the URL of a PostgreSQL server.

    Raises:
        ArgumentTypeError: if it is none.
    """
    if not text.startswith(("postgresql://", "postgres://")):
        raise argparse.ArgumentTypeError(f"a URL with postgresql:// is needed, not {text!r}")
    return text


def folder(text: str) -> Path:
    """Return the folder that a text names."""
    return Path(text)


class _ShowVersion(argparse.Action):
    """Print the version; it is looked up only now, because that takes as long as parsing does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002  (argparse calls with these four)
        values: object,  # noqa: ARG002
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        from nstp_extract import __version__  # noqa: PLC0415

        print(f"nstp-extract {__version__}")
        parser.exit()


class _ShowCompletion(argparse.Action):
    """Print the script with which a shell completes the command line."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002  (argparse calls with these four)
        values: object,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        from nstp_extract.cli.completion import write_completion  # noqa: PLC0415

        print(write_completion(parser, str(values)))
        parser.exit()


class _Formatter(argparse.HelpFormatter):
    """A help formatter that wraps by columns, keeps the epilog's lines, and says 用法."""

    usage_prefix = ""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or self.usage_prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:  # laid out by hand
            return text.strip("\n") + "\n"
        return "\n".join(indent + line for line in wrap(text, width))


def _formatter(messages: Messages) -> type[argparse.HelpFormatter]:
    prefix = messages.say("help.usage")

    class Formatter(_Formatter):
        usage_prefix = prefix

        def __init__(self, prog: str, **settings: Any) -> None:
            super().__init__(prog, max_help_position=_HELP_COLUMN, **settings)
            self._width = min(self._width, _MAX_WIDTH)

    return Formatter
