"""What can be asked for: a function a command, which adds its arguments to its parser.

A new command needs a function here, a module of its name with ``execute``, and its texts in
``messages.toml``. Nothing here may cost time: it is loaded for ``--help`` too.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from nstp_extract.cli.language import Messages
from nstp_extract.cli.parser import Parser, folder, offset, positive_int, postgres_url

PROGRAM: Final = "nstp-extract"
FORMATS: Final = ("table", "csv", "jsonl", "parquet")
ROW_FORMATS: Final = ("table", "csv", "jsonl")
TABLES: Final = (
    *("figures", "outcomes", "rejections", "sections", "relations", "passages", "words"),
)
ROUNDINGS: Final = ("half-up", "truncate", "either")
SEVERITIES: Final = ("none", "low", "medium", "high")
ENGINES: Final = ("inline", "processes", "dask")


def build_parser(messages: Messages) -> Parser:
    """Return the parser of the whole command line."""
    say = messages.say
    parser = Parser(
        messages=messages,
        prog=PROGRAM,
        description=say("main.description"),
        epilog=say("main.epilog"),
    )
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=say("help.commands"), required=True
    )
    for name, add_arguments in COMMANDS.items():
        command = commands.add_parser(
            name,
            messages=messages,
            prog=f"{PROGRAM} {name}",
            help=say(f"{name}.summary"),
            description=say(f"{name}.description"),
            epilog=say(f"{name}.epilog"),
        )
        add_arguments(command, messages)
        command.add_general_options(is_main=False)
    parser.add_general_options(is_main=True)
    return parser


def _add_extract(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    group.add_argument("file", metavar="FILE", help=say("extract.file"))
    group = parser.add_argument_group(say("help.options"))
    group.add_argument(
        "--table", metavar="TABLE", choices=TABLES, default=TABLES[0], help=say("extract.table")
    )
    group.add_argument("--format", metavar="FORMAT", choices=FORMATS, help=say("extract.format"))
    group.add_argument("-o", "--output", metavar="OUT", type=folder, help=say("extract.output"))
    _add_reading(parser, messages)


def _add_reading(parser: Parser, messages: Messages, encoding: str = "--encoding") -> None:
    """Add the options of every command that reads a report; `encoding` names that of its text."""
    say = messages.say
    group = parser.add_argument_group(say("help.reading"))
    group.add_argument(encoding, metavar="ENC", dest="encoding", help=say("extract.encoding"))
    secret = group.add_mutually_exclusive_group()
    secret.add_argument("--password", metavar="TEXT", default="", help=say("extract.password"))
    secret.add_argument(
        "--password-file", metavar="FILE", type=folder, help=say("extract.password_file")
    )
    group.add_argument("--ocr", action="store_true", help=say("help.ocr"))
    group.add_argument("--lexicon", metavar="DIR", type=folder, help=say("help.lexicon"))


def _add_run(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.options"))
    group.add_argument("--raw", metavar="DIR|URL", default="raw", help=say("run.raw"))
    group.add_argument("--curated", metavar="DIR|URL", default="curated", help=say("run.curated"))
    group.add_argument("--cache", metavar="DIR", type=folder, help=say("run.cache"))
    group.add_argument("--engine", choices=ENGINES, default="processes", help=say("run.engine"))
    group.add_argument("--jobs", metavar="N", type=positive_int, help=say("run.jobs"))
    group.add_argument("--scheduler", metavar="ADDRESS", default="", help=say("run.scheduler"))
    group.add_argument("--passwords", metavar="FILE", type=folder, help=say("run.passwords"))
    group.add_argument("--ocr", action="store_true", help=say("help.ocr"))
    group.add_argument("--lexicon", metavar="DIR", type=folder, help=say("help.lexicon"))
    group.add_argument("--to", metavar="URL", type=postgres_url, help=say("run.to"))


def _add_explain(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    group.add_argument("file", metavar="FILE", help=say("explain.file"))
    group.add_argument("offset", metavar="OFFSET", type=offset, help=say("explain.offset"))
    group = parser.add_argument_group(say("help.options"))
    group.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help=say("explain.format")
    )
    _add_reading(parser, messages)


def _add_check(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    group.add_argument("claims", metavar="CLAIMS", type=folder, help=say("check.claims"))
    group.add_argument(
        "--source", metavar="FILE|DIR", type=folder, required=True, help=say("check.source")
    )
    group = parser.add_argument_group(say("help.options"))
    group.add_argument("--format", metavar="FORMAT", choices=ROW_FORMATS, help=say("check.format"))
    group.add_argument("-o", "--output", metavar="OUT", type=folder, help=say("extract.output"))
    group.add_argument(
        "--encoding", metavar="ENC", dest="claims_encoding", help=say("check.encoding")
    )
    _add_reading(parser, messages, "--source-encoding")


def _add_view(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    target = group.add_argument("target", metavar="DIR|FILE", nargs="?", type=folder)
    target.default, target.help = Path("curated"), say("view.target")
    group = parser.add_argument_group(say("help.options"))
    group.add_argument("-o", "--output", metavar="OUT", type=folder, help=say("view.output"))
    group.add_argument(
        "--report", metavar="ID", action="append", default=[], help=say("view.report")
    )
    group.add_argument("--raw", metavar="DIR", type=folder, default="raw", help=say("view.raw"))
    group.add_argument("--open", action="store_true", help=say("view.open"))
    _add_reading(parser, messages)


def _add_diff(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    group.add_argument("old", metavar="OLD", help=say("diff.old"))
    group.add_argument("new", metavar="NEW", help=say("diff.new"))
    group = parser.add_argument_group(say("help.options"))
    group.add_argument("--format", metavar="FORMAT", choices=ROW_FORMATS, help=say("diff.format"))
    group.add_argument("-o", "--output", metavar="OUT", type=folder, help=say("extract.output"))
    _add_reading(parser, messages)


def _add_audit(parser: Parser, messages: Messages) -> None:
    say = messages.say
    group = parser.add_argument_group(say("help.arguments"))
    group.add_argument("source", metavar="FILE|DIR", type=folder, help=say("audit.source"))
    group = parser.add_argument_group(say("help.options"))
    group.add_argument("--format", choices=ROW_FORMATS, default="table", help=say("audit.format"))
    group.add_argument(
        "--rounding", choices=ROUNDINGS, default="either", help=say("audit.rounding")
    )
    group.add_argument(
        "--min-severity", choices=SEVERITIES, default="none", help=say("audit.min_severity")
    )
    _add_reading(parser, messages)


COMMANDS: Final[Mapping[str, Callable[[Parser, Messages], None]]] = MappingProxyType(
    {
        "extract": _add_extract,
        "run": _add_run,
        "audit": _add_audit,
        "check": _add_check,
        "diff": _add_diff,
        "explain": _add_explain,
        "view": _add_view,
    }
)
"""Every command, in the order in which help lists them."""
