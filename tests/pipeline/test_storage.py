"""Dagster's own records on a PostgreSQL server, by configuration alone."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """\
telemetry: {enabled: false}
storage:
  postgres:
    postgres_url: {env: DAGSTER_PG_URL}
"""


@pytest.mark.postgres
@pytest.mark.slow
def test_a_headless_run_is_recorded_on_the_server(tmp_path, postgres_url):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "first.txt").write_text("經濟部於106年投資1.3億元。", "utf-8")
    home = tmp_path / ".dagster"
    home.mkdir()
    (home / "dagster.yaml").write_text(SETTINGS, "utf-8")
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.run", "--engine", "inline"],
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "DAGSTER_HOME": str(home),
            "DAGSTER_PG_URL": postgres_url.replace("postgresql://", "postgresql+psycopg2://"),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(postgres_url) as connection:
        runs = connection.execute("SELECT pipeline_name, status FROM runs").fetchall()
    assert ("bulk_refresh", "SUCCESS") in runs
    assert not list(home.rglob("*.db"))
