"""A headless Chromium, without which these tests are skipped."""

import shutil
from pathlib import Path

import pytest

from nstp_extract import extract
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.single import write_extraction_page

OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SAMPLE = Path(__file__).parent.parent.parent / "raw" / "nstp-106-109.txt"


@pytest.fixture(scope="session")
def browser():
    """A browser that tells what it logs and asks for."""
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for option in (*OPTIONS, "--window-size=1440,900", "--lang=zh-TW"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=driver)
    opened = webdriver.Chrome(options=options, service=service)
    yield opened
    opened.quit()


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory):
    """The page of the sample report, as a file."""
    path = tmp_path_factory.mktemp("page") / "sample.html"
    write_extraction_page(extract(SAMPLE), path, lexicon=load_lexicon())
    return path
