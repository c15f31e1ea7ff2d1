"""The page as one file: skeleton, style, labels, data, libraries and program.

Nothing in it is loaded from elsewhere, and its own policy forbids it to. Text of a report is data,
never markup: every character that could end a script's block is escaped, and the program makes text
nodes of it.
"""

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from string import Template
from typing import Any, Final

from nstp_extract.audit.explain import load_rules
from nstp_extract.view.data import Json

PROGRAM: Final = (
    *("dom", "model", "words", "marks", "text", "outline", "card", "filters", "figures"),
    *("charts", "findings", "overview", "main"),
)
"""The files of ``app/`` in the order in which they are put together."""

LIBRARIES: Final = ("d3.min.js", "plot.umd.min.js")

_UNSAFE: Final = re.compile("[<>&\x7f\u2028\u2029\ud800-\udfff]")


def build_page(reports: Sequence[Json], *, left_out: Sequence[Json] = (), source: str = "") -> str:
    """Return the page that shows `reports`, the first of them when it opens.

    `left_out` names the reports for which there was no room. `source` says what the page was made
    of; equal arguments give an equal page.
    """
    root = resources.files(__package__)
    style = _read(root / "app" / "style.css")
    libraries = [_read(root / "vendor" / name) for name in LIBRARIES]
    program = _wrap(_read(root / "app" / f"{name}.js") for name in PROGRAM)
    scripts = [*libraries, program]
    return Template(_read(root / "app" / "page.html")).substitute(
        policy=_policy(scripts),
        source=re.sub(r"[^\w:.-]", "", source),
        title=escape(_title(reports)),
        style=style,
        labels=to_script_json(load_labels()),
        rules=to_script_json(_rules_used(reports)),
        reports="\n".join(_report_block(report) for report in reports),
        left_out=to_script_json(list(left_out)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def to_script_json(value: Any) -> str:
    r"""Return a value as JSON that stays within a script's block, whatever text it holds.

    >>> to_script_json("</script><!-- & \u2028")
    '"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@lru_cache(maxsize=1)
def load_labels() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the words of the page: by group and key, in ``zh`` and ``en``."""
    return tomllib.loads(_read(resources.files(__package__) / "labels.toml"))


def _report_block(report: Json) -> str:
    known = report["report"]
    names = f'data-report="{escape(known["report_id"])}" '
    names += f'data-title="{escape(known["title"] or known["report_id"])}"'
    return f'<script type="application/json" {names}>{to_script_json(report)}</script>'


def _rules_used(reports: Iterable[Json]) -> Mapping[str, Mapping[str, str]]:
    """Return what the rules do that decided on something in these reports."""
    used: set[str] = set()
    for report in reports:
        used.update(report["rejections"]["rule"])
        used.update(*report["figures"]["evidence"])
    return {name: said for name, said in load_rules().items() if name in used}


def _policy(scripts: Sequence[str]) -> str:
    """Return a content security policy under which only what is in the page runs.

    Styles stay free because Plot puts one into each chart; with nothing to be fetched they can
    carry nothing away.
    """
    allowed = " ".join(f"'{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _wrap(parts: Iterable[str]) -> str:
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "\n})();"


def _title(reports: Sequence[Json]) -> str:
    if len(reports) != 1:
        return "nstp-extract"
    report = reports[0]["report"]
    return str(report["title"] or report["report_id"])


def _read(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
