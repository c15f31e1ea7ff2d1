"""From a command line to an exit status; what goes wrong on the way is told in one place."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from nstp_extract.cli.arguments import build_parser
from nstp_extract.cli.language import choose_language, load_messages
from nstp_extract.cli.screen import Screen
from nstp_extract.core.errors import EXIT_DONE, EXIT_NOT_RUN, NstpError

EXIT_INTERRUPTED: Final = 130
"""128 and the number of SIGINT, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of a command line, by default this process's, and return the exit status.

    Raises:
        SystemExit: for help, the version and bad usage.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    messages = load_messages(choose_language(arguments, os.environ))
    options = build_parser(messages).parse_args(arguments)
    screen = Screen(messages, quiet=options.quiet)
    try:
        # A command's module loads what the command needs; help needs none of it.
        command = import_module(f"nstp_extract.cli.{options.command}")
        status: int = command.execute(options, screen)
    except NstpError as error:
        screen.fail(error)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read has read enough. What is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        screen.fail(NstpError(f"{where}{error.strerror or error}"))
        return EXIT_NOT_RUN
    except KeyboardInterrupt:
        print(messages.say("label.interrupted"), file=sys.stderr)
        return EXIT_INTERRUPTED
    return status
