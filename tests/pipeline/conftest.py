"""A small folder of reports, and Dagster without a home."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from nstp_extract.collection.engine import EngineKind
from pipelines.resources import Collection


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """Two good reports that no run has seen yet."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "first.txt").write_text("經濟部於106年投資1.3億元，輔導21家廠商。", encoding="utf-8")
    (raw / "second.txt").write_text("科技部於107年投資2.6億元。", encoding="utf-8")
    curated = tmp_path / "curated"
    return Collection(raw=str(raw), curated=str(curated), engine=EngineKind.INLINE)


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made
