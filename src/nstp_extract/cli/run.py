"""The command ``run``: every report of a folder, and what the run did told on standard error."""

import argparse
from collections.abc import Iterator, Mapping

from nstp_extract.cli.language import Messages
from nstp_extract.cli.screen import Screen
from nstp_extract.collection.copy import copy_collection
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.passwords import read_passwords
from nstp_extract.collection.remote import Folders, open_folders
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.summary import Progress, ReportOutcome, RunSummary, Status
from nstp_extract.core.errors import EXIT_DONE, EXIT_FINDINGS
from nstp_extract.core.vocabulary import ChangeKind


def execute(options: argparse.Namespace, screen: Screen) -> int:
    """Bring the tables up to date, and return the exit status.

    Raises:
        NstpError: if the run could not begin or its tables could not be written.
    """
    passwords = read_passwords(options.passwords)
    with open_folders(options.raw, options.curated, cache=options.cache) as folders:
        summary = _refresh(options, screen, folders, passwords)
        for line in describe_run(summary, screen.messages):
            screen.print(line)
        if summary.current.exists():
            screen.print(screen.messages.say("run.next", folder=folders.curated))
    if folders.stored:
        line = screen.messages.say("run.stored", count=folders.stored, url=options.curated)
        screen.print(line)
    if options.to:
        copied = copy_collection(folders.curated, options.to)
        counts = {"sent": len(copied.sent), "removed": len(copied.removed)}
        screen.print(screen.messages.say("run.copied", **counts))
    failed = summary.with_status(Status.FAILED)
    for outcome in failed if screen.quiet else ():
        screen.complain(_describe_failure(outcome, screen.messages).strip())
    return EXIT_FINDINGS if failed else EXIT_DONE


def _refresh(
    options: argparse.Namespace, screen: Screen, folders: Folders, passwords: Mapping[str, str]
) -> RunSummary:
    engine = Engine(EngineKind(options.engine), options.jobs, options.scheduler)
    with screen.counting(screen.messages.say("run.progress")) as show:

        def on_progress(progress: Progress) -> None:
            show(progress.done, progress.total)

        return refresh_collection(
            folders.raw,
            folders.curated,
            engine=engine,
            on_progress=on_progress,
            lexicon_dir=options.lexicon,
            passwords=passwords,
            ocr=options.ocr,
        )


def describe_run(summary: RunSummary, messages: Messages) -> Iterator[str]:
    """Yield the lines of a summary: reports, failures, figures, changes, checks, where they are."""
    say = messages.say
    counts = [
        say(f"run.{status}", count=len(found))
        for status in Status
        if (found := summary.with_status(status))
    ]
    yield say("run.reports", total=len(summary.outcomes), counts=", ".join(counts))
    for outcome in summary.with_status(Status.FAILED):
        yield _describe_failure(outcome, messages)
    for report_id, pages in summary.unread.items():
        yield say("run.unread", report=report_id, pages=pages)
    yield from _describe_flips(summary, messages)
    yield from _describe_figures(summary, messages)
    yield say("run.checks", count=f"{summary.findings:,}")
    if summary.published is None:
        yield say("run.nothing")
    else:
        yield say("run.published", number=summary.published)
    yield say("run.tables", folder=summary.current)


def _describe_flips(summary: RunSummary, messages: Messages) -> Iterator[str]:
    for outcome in summary.outcomes:
        for flip in outcome.flips:
            yield messages.say(
                "run.flipped",
                report=outcome.report_id,
                claim=flip.claim_id,
                before=flip.before,
                now=flip.now,
            )


def _describe_figures(summary: RunSummary, messages: Messages) -> Iterator[str]:
    say = messages.say
    yield say("run.figures", total=f"{summary.kinds.total():,}")
    for name, count in summary.kinds.most_common():
        yield say("run.by_kind", count=f"{count:>7,}", name=name)
    for name, count in summary.goals.items():
        yield say("run.by_goal", count=f"{count:>7,}", name=name or say("run.no_goal"))
    for report_id, changes in summary.changes.items():
        told = [
            say(f"diff.{kind}", count=f"{changes[kind]:,}")
            for kind in ChangeKind
            if changes.get(kind)
        ]
        yield say("run.changed", report=report_id, counts=", ".join(told))


def _describe_failure(outcome: ReportOutcome, messages: Messages) -> str:
    message = messages.translate_line(outcome.message or "")
    return messages.say(
        "run.failure", report=outcome.report_id, message=message, reason=outcome.reason
    )
