"""The command line: rows on standard output, all else on standard error.

``main`` takes a command line to an exit status; ``arguments`` says what can be asked for, and a
command is a module with ``execute``, loaded once it is asked for. What is printed to a person is in
``messages.toml``. How a figure is found, or a file written, does not belong here.
"""

from nstp_extract.cli.main import main

__all__ = ["main"]
