"""The checks that a report's tables pass before they are published, as Dagster shows them."""

from collections.abc import Iterable, Iterator

import dagster as dg

from nstp_extract.collection.summary import ReportOutcome

ASSET = "figures"
DESCRIPTIONS = {
    "schema": "Every row of every table has the columns, types and codes that the schemas say.",
    "ledger": "Every numeral run of the text is in exactly one figure or rejection.",
    "guard": "Every figure, read again at its place, gives its value, unit and section.",
}
AUDIT = "audit"
AUDITED = "checks"
CLAIMS = "claims"
VERDICTS = "verdicts"
SPECS = [
    *(
        dg.AssetCheckSpec(name, asset=ASSET, blocking=True, description=description)
        for name, description in DESCRIPTIONS.items()
    ),
    dg.AssetCheckSpec(
        AUDIT,
        asset=AUDITED,
        description="The report agrees with itself; where it does not, its rows say how.",
    ),
]
SPECS.append(
    dg.AssetCheckSpec(
        CLAIMS,
        asset=VERDICTS,
        description="No claim kept for a report has another verdict than in the last run.",
    )
)


def check_results(outcome: ReportOutcome) -> Iterator[dg.AssetCheckResult]:
    """Yield a result a check: the one that the report failed did not pass."""
    for evaluation in check_evaluations([outcome]):
        yield dg.AssetCheckResult(
            check_name=evaluation.check_name,
            asset_key=evaluation.asset_key,
            passed=evaluation.passed,
            metadata=evaluation.metadata,
            severity=evaluation.severity,
        )


def check_evaluations(outcomes: Iterable[ReportOutcome]) -> Iterator[dg.AssetCheckEvaluation]:
    """Yield an evaluation a check over many reports; its metadata says which did not pass."""
    outcomes = list(outcomes)
    failed = {outcome.report_id: outcome for outcome in outcomes if outcome.reason}
    for name in DESCRIPTIONS:
        broken = {key: o.message or "" for key, o in failed.items() if o.reason == name}
        yield dg.AssetCheckEvaluation(
            asset_key=dg.AssetKey(ASSET),
            check_name=name,
            passed=not broken,
            metadata={key: dg.MetadataValue.text(message) for key, message in broken.items()},
            severity=dg.AssetCheckSeverity.ERROR,
            blocking=True,
        )
    found = {o.report_id: o.part.findings for o in outcomes if o.part and o.part.findings}
    yield dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(AUDITED),
        check_name=AUDIT,
        passed=not found,
        metadata={key: dg.MetadataValue.int(count) for key, count in found.items()},
        severity=dg.AssetCheckSeverity.WARN,
        blocking=False,
    )
    flips = {
        o.report_id: ", ".join(f"{f.claim_id}: {f.before} -> {f.now}" for f in o.flips)
        for o in outcomes
        if o.flips
    }
    yield dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(VERDICTS),
        check_name=CLAIMS,
        passed=not flips,
        metadata={key: dg.MetadataValue.text(said) for key, said in flips.items()},
        severity=dg.AssetCheckSeverity.WARN,
        blocking=False,
    )
