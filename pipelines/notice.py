"""Who is told of what ran while nobody watched: a command, a file, or neither."""

import shlex
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

SECONDS = 60
"""How long a command may take; a mail server that hangs must not hold up a run."""


class Notice(dg.ConfigurableResource):  # type: ignore[type-arg]  # generic in itself only
    """Where messages go. `command` reads one on its standard input, to `file` it is appended."""

    command: str = ""
    file: str = ""

    def tell(self, subject: str, lines: Sequence[str]) -> None:
        """Send a message.

        Raises:
            OSError: if the command cannot be started or the file not be written.
            subprocess.SubprocessError: if the command fails or takes too long.
        """
        message = "\n".join([f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {subject}", *lines, ""])
        if self.file:
            with Path(self.file).open("a", encoding="utf-8") as file:
                file.write(message)
        if self.command:
            words = shlex.split(self.command)
            subprocess.run(words, input=message.encode(), check=True, timeout=SECONDS)  # noqa: S603  (the owner's)
