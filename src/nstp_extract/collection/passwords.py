"""The passwords of locked reports: a TOML file that lies apart from the reports.

Nothing here is written, logged or remembered: whether a password is right is found out by trying.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from nstp_extract.core.errors import NstpError
from nstp_extract.read.access import read_bytes

VARIABLE: Final = "NSTP_PASSWORDS"
"""The environment variable that names the file where no option does."""

_HINT: Final = 'write lines like: report_id = "its password"'


def read_passwords(path: Path | None) -> Mapping[str, str]:
    """Return the passwords of a file by report id; of that of the environment for None.

    Raises:
        NstpError: if there is no such file, or it holds anything else. What it holds is not told.
    """
    named = os.environ.get(VARIABLE)
    path = path or (Path(named) if named else None)
    if path is None:
        return {}
    try:
        content = tomllib.loads(read_bytes(path, name=str(path)).decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # The decoder's own words may quote a line, and with it a password.
        raise NstpError(f"{path}: not a file of passwords", hint=_HINT) from None
    if not all(isinstance(password, str) for password in content.values()):
        raise NstpError(f"{path}: not a file of passwords", hint=_HINT)
    return content
