"""A task for a process elsewhere: with the files that it needs, which that process cannot see."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from nstp_extract.collection.kept import CLAIMS_NAME, CORRECTIONS_NAME, Kept
from nstp_extract.collection.tasks import Failed, Result, Task

_RAW: Final = "raw"


class Parcel:
    """A task, and the bytes of its files once it has been sent.

    They are read as it is sent, a few tasks at a time. Where it arrives they are laid out as they
    lie here: the report and its sidecar in one folder, claims and corrections in folders beside it.
    """

    def __init__(self, task: Task, files: Mapping[str, bytes] | None = None) -> None:
        """Hold a task; `files` are those of one that has arrived, by their place in its folder."""
        self.task = task
        self.files = files

    def __reduce__(self) -> tuple[object, ...]:
        """Send the bytes along; a file that has gone meanwhile is missed where it is read."""
        files: dict[str, bytes] = {}
        for place, path in self._places().items():
            with suppress(FileNotFoundError):
                files[place] = path.read_bytes()
        return Parcel, (self.task, files)

    def run(self, extract: Callable[[Task], Result]) -> Result:
        """Extract from the files of a parcel that has arrived, and name them as its sender does."""
        with tempfile.TemporaryDirectory(prefix="nstp-") as made:
            folder = Path(made)
            for place, content in (self.files or {}).items():
                (folder / place).parent.mkdir(exist_ok=True)
                (folder / place).write_bytes(content)
            result = extract(self._in(folder))
        if isinstance(result, Failed):
            message = result.message
            for place, path in self._places().items():
                message = message.replace(str(folder / place), str(path))
            return replace(result, message=message)
        return result

    def _in(self, folder: Path) -> Task:
        """Return the task with its files below `folder`."""
        kept = self.task.kept
        there = Kept(
            tuple(folder / CLAIMS_NAME / path.name for path in kept.claims),
            folder / CORRECTIONS_NAME / kept.corrections.name if kept.corrections else None,
        )
        return replace(self.task, path=folder / _RAW / self.task.path.name, kept=there)

    def _places(self) -> dict[str, Path]:
        """Each file of the task by its place in the folder in which it is laid out."""
        report, kept = self.task.path, self.task.kept
        places = {f"{_RAW}/{path.name}": path for path in (report, report.with_suffix(".toml"))}
        places |= {f"{CLAIMS_NAME}/{path.name}": path for path in kept.claims}
        if kept.corrections:
            places[f"{CORRECTIONS_NAME}/{kept.corrections.name}"] = kept.corrections
        return places
