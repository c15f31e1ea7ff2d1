"""`make dagster` in a browser: the sensor starts a run, and graph, run and checks are shown.

It is the only test of what a person sees who opens Dagster's interface; what its parts do is
tested in ``tests/pipeline``.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
SHARED = ("Makefile", "pyproject.toml", "requirements.lock", "src", "pipelines")
FAILED_RUN = (
    "//*[contains(., 'partition: broken')]/ancestor-or-self::*[.//a[contains(@href, '/runs/')]]"
    "[not(contains(., 'partition: first'))][1]//a[contains(@href, '/runs/')]"
)
STARTING = 120
WORKING = 120
GROUPS = ("raw", "read", "structure", "figures", "checks", "verdicts", "outcomes", "published")


def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def answers(url):
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310  (the server of this test)
            return answer.status == 200
    except (URLError, OSError):
        return False


def wait_for(what, seconds, said):
    """Return what a function gives once it is true, and fail with `said` if it is not in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.5)
    pytest.fail(f"not within {seconds} s: {said}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The project with a folder `raw` of its own: a good report and one that cannot be read."""
    made = tmp_path_factory.mktemp("project")
    for name in SHARED:
        (made / name).symlink_to(ROOT / name)
    (made / ".venv").symlink_to(sys.prefix)
    (made / "raw").mkdir()
    (made / "raw" / "first.txt").write_text("經濟部於106年投資1.3億元，輔導21家廠商。", "utf-8")
    (made / "raw" / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    return made


@pytest.fixture(scope="module")
def dagster(folder, browser):
    """The address at which `make dagster` answers."""
    if not shutil.which("make") or not (Path(sys.prefix) / ".ready").exists():
        pytest.skip("needs the environment that make has made")
    port = free_port()
    log = folder / "log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PYTEST"))}
    with log.open("wb") as out:
        started = subprocess.Popen(
            ["make", "--old-file=.venv/.ready", "dagster", f"PORT={port}"],  # nothing is installed
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: answers(f"{url}/server_info"), STARTING, "dagster's interface")
        yield url
    finally:
        browser.get("about:blank")  # or its log fills with a server that is gone
        os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)


def text_of(browser):
    return browser.execute_script("return document.body.innerText")


def shows(browser, *words, seconds=60):
    """Wait until the page shows all of these words."""
    try:
        wait_for(lambda: all(w in text_of(browser) for w in words), seconds, words)
    except pytest.fail.Exception:
        missing = [word for word in words if word not in text_of(browser)]
        pytest.fail(f"{browser.current_url} does not show {missing}:\n{text_of(browser)[:3000]}")


def test_the_sensor_runs_new_reports_and_the_interface_shows_them(browser, dagster, folder):
    """The runs, the asset graph, the partition of each report, the checks of the one that is good.

    The report that cannot be read fails alone, and its run says why.
    """
    browser.get(f"{dagster}/locations/nstp/sensors/raw_reports")
    shows(browser, "raw_reports", "Sensor in")
    (switch, *_) = wait_for(
        lambda: browser.find_elements("css selector", "label:has(input[type=checkbox])"),
        STARTING,
        "the sensor's switch",
    )
    switch.click()
    browser.get(f"{dagster}/runs")
    shows(browser, "partition: first", "Success", "partition: broken", "Failure", seconds=WORKING)
    browser.get(f"{dagster}/asset-groups")
    shows(browser, "Global asset lineage", *GROUPS)
    browser.get(f"{dagster}/assets/figures?view=partitions")
    shows(browser, "Materialized (1)", "Failed (1)", "Missing (0)")
    browser.get(f"{dagster}/assets/figures?view=checks")
    shows(browser, "Checks (3)", "schema", "ledger", "guard", "Succeeded", "Passed")
    browser.get(f"{dagster}/runs")
    shows(browser, "partition: broken")
    link = browser.find_element("xpath", FAILED_RUN)
    browser.get(link.get_attribute("href"))
    shows(browser, "truncated", "broken.pdf")
    assert (folder / "curated" / "current" / "figures.parquet").exists()
