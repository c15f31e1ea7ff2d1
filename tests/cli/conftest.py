"""A small report, the real command in a process of its own, and the same within this one."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nstp_extract.cli import main
from nstp_extract.cli.language import Language, Messages, load_messages

PROGRAM = Path(sys.executable).with_name("nstp-extract")
REPORT = """\
壹、成果
經濟部於106年吸引投資金額達4,965.09億元，媒合率達76.48%，審查時間由17秒提升至10秒。
科技部於107年輔導21家廠商，第一次辦理。
"""


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


Command = Callable[..., Outcome]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "sample.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture(params=list(Language))
def messages(request: pytest.FixtureRequest) -> Messages:
    return load_messages(request.param)


@pytest.fixture
def zh() -> Messages:
    return load_messages(Language.ZH)


@pytest.fixture
def en() -> Messages:
    return load_messages(Language.EN)


@pytest.fixture(autouse=True)
def _english_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture
def command(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line in this process."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = int(left.code or 0)
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Outcome(status, captured.out, captured.err.decode())

    return run


@pytest.fixture
def process(tmp_path: Path) -> Command:
    """The installed console script, as a shell would start it; its streams are no terminals."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None
    ) -> Outcome:
        done = subprocess.run(
            [str(PROGRAM), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | (environment or {}),
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr.decode())

    return run
