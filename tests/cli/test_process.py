"""The installed command as a shell sees it: status, streams, help, signals, a terminal."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = str(Path(sys.executable).with_name("nstp-extract"))
HEAVY = ("jieba", "pandas", "pyarrow", "rich", "spacy")


def test_rows_go_to_standard_output_and_nothing_else(report, process):
    outcome = process("extract", report, "--format", "jsonl")
    assert (outcome.status, outcome.err) == (0, "")
    assert all(json.loads(line)["report_id"] == "sample" for line in outcome.lines)


def test_an_error_leaves_standard_output_empty(process):
    outcome = process("extract", "missing.txt")
    assert (outcome.status, outcome.out) == (2, b"")
    assert outcome.err == "error: missing.txt: no such file\nhint: check the path\n"


def test_an_unreadable_file_has_a_status_of_its_own(process):
    outcome = process("extract", "-", stdin=b"%PDF-1.7")
    assert outcome.status == 12
    assert outcome.err.rstrip().endswith("[truncated]")


@pytest.mark.parametrize("command", [[], ["extract"], ["run"]])
@pytest.mark.parametrize(("language", "word"), [("en_US.UTF-8", "examples:"), ("zh_TW", "範例：")])
def test_help_teaches_in_the_language_of_the_locale(command, language, word, process):
    outcome = process(*command, "--help", environment={"LC_ALL": language, "PYTHONUTF8": "1"})
    assert (outcome.status, outcome.err) == (0, "")
    assert word in outcome.text
    assert "nstp-extract" in outcome.text


def test_the_version_is_the_one_that_is_installed(process):
    assert process("--version").text.split()[0] == "nstp-extract"


@pytest.mark.parametrize("arguments", [["--help"], ["extract", "--help"], ["run", "--help"]])
def test_help_loads_nothing_heavy(arguments):
    code = (
        "import sys\nfrom nstp_extract.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_printing_rows_loads_no_table_library(report):
    code = (
        "import sys\nfrom nstp_extract.cli import main\n"
        "for form in ('table', 'csv', 'jsonl'): main(['extract', sys.argv[1], '--format', form])\n"
        "print([n for n in ('pandas', 'pyarrow') if n in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(report)], capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == "[]"


def test_a_reader_that_has_enough_is_no_error(report):
    whole = report.read_text("utf-8")
    report.write_text(whole * 60, "utf-8")
    shell = (
        f"set -o pipefail; '{PROGRAM}' extract --table words --format csv '{report}' | head -n 1"
    )
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('"report_id"')


def interrupt(process):
    """Interrupt a process; again if the first time came right before it began to wait."""
    for _ in range(10):
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()


def test_an_interruption_ends_with_130_and_no_traceback():
    with subprocess.Popen(
        [PROGRAM, "extract", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        # More than a pipe holds: it is written once the command reads, which then waits for more.
        running.stdin.write(b" " * 1_000_000)
        running.stdin.flush()
        interrupt(running)
        err = running.stderr.read()
    assert running.returncode == 130
    assert err.decode() == "interrupted\n"


@pytest.fixture
def long_report(tmp_path):
    path = tmp_path / "long.txt"
    path.write_text("本報告說明計畫的緣起與目的。\n" * 2000, "utf-8")
    return path


def read_terminal(*arguments, **environment):
    """Run the command with all streams on a terminal of its own; return status and screen."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [PROGRAM, *map(str, arguments)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"} | environment,
    ) as running:
        os.close(follower)
        screen = b""
        try:
            while part := os.read(leader, 65536):
                screen += part
        except OSError:  # how Linux tells that the other end is closed
            pass
        os.close(leader)
    return running.returncode, screen.decode()


def test_a_terminal_is_told_what_was_done(report):
    status, screen = read_terminal("extract", report)
    assert status == 0
    assert "rows (figures)" in screen
    assert "goal" in screen


def test_a_long_report_shows_that_it_is_being_read(long_report):
    status, screen = read_terminal("extract", long_report, NO_COLOR="1")
    assert status == 0
    assert f"reading {long_report}" in screen
    assert "\x1b[3" not in screen


def test_quiet_draws_nothing_on_a_terminal(long_report):
    status, screen = read_terminal("extract", long_report, "--quiet")
    assert status == 0
    assert "reading" not in screen
    assert "\x1b" not in screen


def test_a_run_shows_how_far_it_is(report, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    report.rename(raw / "sample.txt")
    folders = ("--raw", raw, "--curated", tmp_path / "curated", "--engine", "inline")
    status, screen = read_terminal("run", *folders)
    assert status == 0
    assert "1/1" in screen
    assert "1 extracted" in screen


def test_parquet_is_refused_on_a_terminal(report):
    status, screen = read_terminal("extract", report, "--format", "parquet")
    assert status == 2
    assert "-o OUT.parquet" in screen


def test_a_shell_completes_commands_and_their_options(process, tmp_path):
    script = tmp_path / "completion.bash"
    script.write_bytes(process("--completion", "bash").out)
    ask = (
        f"source {script}; COMP_WORDS=(nstp-extract {{words}}); COMP_CWORD={{at}}; "
        "_shtab_nstp_extract nstp-extract '{typed}' ''; echo ${{COMPREPLY[@]}}"
    )

    def complete(words, typed):
        line = ask.format(words=words, at=len(words.split()), typed=typed)
        return subprocess.run(
            ["bash", "-c", line], check=True, capture_output=True, text=True
        ).stdout.split()

    assert complete("ex", "ex") == ["extract", "explain"]
    assert "--format" in complete("extract --f", "--f")


@pytest.mark.parametrize(
    ("environment", "is_painted"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
)
def test_colour_is_for_who_wants_it(environment, is_painted, process):
    outcome = process("extract", "missing.txt", environment=environment)
    assert ("\x1b[1;31merror: \x1b[0m" in outcome.err) == is_painted
    assert "missing.txt: no such file" in outcome.err
