"""A copy of what is published on a PostgreSQL server: only what has changed there is sent."""

from dataclasses import dataclass
from pathlib import Path

from nstp_extract.collection.lock import hold_lock
from nstp_extract.collection.parts import PARTS_NAME
from nstp_extract.collection.publish import CURRENT_NAME, read_manifest
from nstp_extract.collection.state import read_state


@dataclass(frozen=True, slots=True)
class Copied:
    """The ids of the reports that were sent, and of those that were deleted there, sorted."""

    sent: tuple[str, ...]
    removed: tuple[str, ...]


def copy_collection(curated: Path, url: str) -> Copied:
    """Bring the server at `url` to what `curated` publishes, one transaction a report.

    Raises:
        PublishError: if the server cannot be reached or a table cannot be read or written.
    """
    # pandas and Arrow take a second to load, and only a copy needs them.
    from nstp_extract.tables.postgres import (  # noqa: PLC0415
        copy_report,
        open_server,
        remove_reports,
    )

    published = read_manifest(curated / CURRENT_NAME).get("contents", {}).get("reports", {})
    sent = []
    with open_server(url) as connection:
        for report_id in published:
            folder = curated / PARTS_NAME / report_id
            with hold_lock(curated):  # else another run might replace the tables meanwhile
                state = read_state(folder)
                if state is None or state.part is None:
                    continue
                identity = (report_id, state.part.version)
                if copy_report(connection, folder, identity=identity, digest=state.part.digest):
                    sent.append(report_id)
        removed = remove_reports(connection, frozenset(published))
    return Copied(tuple(sent), removed)
