"""What is remembered of a report between runs: ``state.json`` beside its tables.

Times stand in it only where they are facts of the report (when a version was first seen), so that
a run that changes nothing writes nothing. When a state is stale is decided in ``stale``.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

STATE_NAME: Final = "state.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a result depends on, as SHA-256: report, sidecar, code, claims and corrections."""

    source: str
    sidecar: str | None
    code: str
    kept: str | None = None

    @property
    def key(self) -> str:
        """Return a short text that is equal for equal fingerprints."""
        parts = (self.source, self.sidecar or "", self.code, self.kept or "")
        return ":".join(part[:12] for part in parts)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last try at a report. `reason` is absent if it went well, else a code."""

    fingerprint: Fingerprint
    reason: str | None = None
    message: str | None = None
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The tables that lie beside the state: those of the last try that went well.

    `rows` counts the rows a table, `kinds` and `goals` the figures, `findings` the checks that
    failed, `changes` the figures that differ from the version before, by what changed; `verdicts`
    are those of the claims kept for it, by their ids; `digest` is over the bytes of all tables.
    `unread` names the pages that gave no text, by reason.
    """

    version: int
    source: str
    source_sha256: str
    seen_at: str
    digest: str
    rows: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)
    findings: int = 0
    verdicts: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, int] = field(default_factory=dict)
    unread: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The last try, and the tables there are; none if no try has gone well yet."""

    attempt: Attempt
    part: Part | None = None


def read_state(folder: Path) -> State | None:
    """Return what is remembered in `folder`; None if nothing is, or nothing that can be read."""
    try:
        raw = json.loads((folder / STATE_NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if not isinstance(raw, dict) or raw.get("format") != _FORMAT:
        return None
    return _build(raw)


def state_to_json(state: State) -> str:
    """Return a state as text; equal states give equal text."""
    content = {"format": _FORMAT, **asdict(state)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _build(raw: dict[str, Any]) -> State | None:
    try:
        attempt = raw["attempt"]
        fingerprint = Fingerprint(**attempt["fingerprint"])
        part = Part(**raw["part"]) if raw["part"] else None
        return State(Attempt(**attempt | {"fingerprint": fingerprint}), part)
    except (KeyError, TypeError):  # written by another version of this module
        return None
