"""A headless Chromium, without which these tests are skipped."""

import json
import shutil
from pathlib import Path

import pytest

from nstp_extract import extract
from nstp_extract.lexicon import load_lexicon
from nstp_extract.view.single import write_extraction_page

OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SAMPLE = Path(__file__).parent.parent.parent / "raw" / "nstp-106-109.txt"


class Page:
    """The page that a browser shows, by what a reader does."""

    def __init__(self, browser, path):
        self.browser, self.path = browser, path
        browser.get_log("browser"), browser.get_log("performance")

    def open(self, fragment=""):
        self.browser.get("about:blank")
        self.browser.get(f"{self.path.as_uri()}#{fragment}")
        return self

    def go(self, fragment):
        self.browser.execute_script("location.hash = arguments[0]", fragment)
        return self.settle()

    def settle(self):
        """Let the page draw: what is drawn waits for two frames at most."""
        self.browser.execute_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame("
            "() => requestAnimationFrame(() => setTimeout(done, 20))))"
        )
        return self

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def click(self, selector):
        self.browser.find_element("css selector", selector).click()
        return self.settle()

    def choose(self, facet, words):
        self.run(
            "const s = document.getElementById(arguments[0]);"
            "s.selectedIndex = [...s.options].findIndex(o => o.text.startsWith(arguments[1]));"
            "s.dispatchEvent(new Event('change'))",
            f"facet-{facet}",
            words,
        )
        return self.settle()

    def search(self, words):
        field = self.browser.find_element("css selector", "#search")
        field.clear()
        field.send_keys(words)
        return self.settle()

    @property
    def complaints(self):
        return [entry["message"] for entry in self.browser.get_log("browser")]

    @property
    def requests(self):
        messages = (
            json.loads(e["message"])["message"] for e in self.browser.get_log("performance")
        )
        urls = (
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        )
        return [url for url in urls if not url.startswith(("data:", self.path.as_uri()))]


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


@pytest.fixture
def open_page(browser):
    """A function from a file to the page that a browser shows."""
    return lambda path: Page(browser, path)
