"""The definitions load, run one report or all, and stop what breaks a check."""

from pathlib import Path

import dagster as dg
import pyarrow.parquet
import pytest

from nstp_extract.collection import extract
from nstp_extract.collection.engine import EngineKind
from pipelines import resources
from pipelines.definitions import defs
from pipelines.events import CURATED, DOCUMENT, PAGE, REPORTS
from pipelines.resources import Collection
from pipelines.sensors import MANY, raw_reports

pytestmark = pytest.mark.filterwarnings(
    # Dagster passes this parameter itself, and its resources warn of themselves.
    "ignore:Parameter `owners` of initializer `SensorDefinition"
)

TABLES = {
    *("reports", "pages", "passages", "sections", "words", "changes"),
    *("figures", "rejections", "relations", "checks", "outcomes", "verdicts"),
}


def run_report(collection, instance, report_id):
    instance.add_dynamic_partitions(REPORTS.name, [report_id])
    job = dg.Definitions.merge(defs()).resolve_job_def("report_outcomes")
    return job.execute_in_process(
        instance=instance,
        partition_key=report_id,
        resources={"collection": collection},
        raise_on_error=False,
    )


def run_all(collection, instance):
    job = defs().resolve_job_def("bulk_refresh")
    return job.execute_in_process(
        instance=instance, resources={"collection": collection}, raise_on_error=False
    )


def published(collection):
    path = Path(collection.curated) / "current" / "reports.parquet"
    return pyarrow.parquet.read_table(path)["report_id"].to_pylist()


def materialized(instance, asset="outcomes"):
    return instance.get_materialized_partitions(dg.AssetKey(asset))


def break_guard(monkeypatch):
    def find_violations(extraction, **_options):
        return ("figure x at 3: broken",) if "1.3" in extraction.document.text else ()

    monkeypatch.setattr(extract, "find_violations", find_violations)


def test_the_definitions_load():
    dg.Definitions.validate_loadable(defs())
    graph = defs().resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert keys == TABLES | {DOCUMENT, CURATED, PAGE, "raw_report"}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.group_name != "default", key
        assert node.kinds, key
    checks = {check.name for check in graph.asset_check_keys}
    assert checks == {"schema", "ledger", "guard", "audit", "claims"}


def test_one_report_is_one_partition(collection, instance):
    result = run_report(collection, instance, "second")
    assert result.success
    for table in TABLES | {DOCUMENT}:
        assert materialized(instance, table) == {"second"}
    assert published(collection) == ["second"]
    evaluations = result.get_asset_check_evaluations()
    assert {e.check_name: e.passed for e in evaluations} == {
        "schema": True,
        "ledger": True,
        "guard": True,
        "audit": True,
        "claims": True,
    }


def test_a_table_says_how_many_rows_it_has_and_shows_some(collection, instance):
    run_report(collection, instance, "first")
    event = instance.get_latest_materialization_event(dg.AssetKey("figures"))
    metadata = event.asset_materialization.metadata
    part = Path(collection.curated) / "parts" / "first" / "figures.parquet"
    assert metadata["dagster/row_count"].value == pyarrow.parquet.read_metadata(part).num_rows > 0
    assert metadata["preview"].value.startswith("| goal_no |")
    tags = event.asset_materialization.tags
    assert tags["dagster/data_version"]


def test_a_broken_check_blocks_the_publication(collection, instance, monkeypatch):
    break_guard(monkeypatch)
    result = run_report(collection, instance, "first")
    assert not result.success
    evaluations = {e.check_name: e for e in result.get_asset_check_evaluations()}
    assert not evaluations["guard"].passed
    assert evaluations["ledger"].passed
    assert not materialized(instance, "figures")
    assert not (Path(collection.curated) / "current").exists()


def test_a_report_that_disagrees_with_itself_warns_and_is_published(collection, instance):
    path = Path(collection.raw) / "odd.txt"
    path.write_text("一、成果\n補助甲類12件、乙類30件，共計52件。\n", "utf-8")
    result = run_report(collection, instance, "odd")
    assert result.success
    (audit,) = [e for e in result.get_asset_check_evaluations() if e.check_name == "audit"]
    assert not audit.passed
    assert audit.severity is dg.AssetCheckSeverity.WARN
    assert audit.metadata["odd"].value == 1
    assert published(collection) == ["odd"]


def test_a_report_that_cannot_be_read_fails_its_run(collection, instance):
    (Path(collection.raw) / "bad.txt").write_bytes(b"")
    result = run_report(collection, instance, "bad")
    assert not result.success
    assert not (Path(collection.curated) / "current").exists()


def test_a_bulk_run_logs_every_report_as_its_partition(collection, instance):
    result = run_all(collection, instance)
    assert result.success
    assert materialized(instance) == {"first", "second"}
    assert set(instance.get_dynamic_partitions(REPORTS.name)) == {"first", "second"}
    assert published(collection) == ["first", "second"]
    assert result.output_for_node("refresh_reports").published == 1


def test_a_second_bulk_run_logs_no_report(collection, instance):
    run_all(collection, instance)
    result = run_all(collection, instance)
    assert result.success
    assert result.output_for_node("refresh_reports").published is None
    logged = [e for e in result.all_events if e.is_step_materialization]
    assert logged == []


def test_a_bulk_run_logs_what_a_killed_one_did_not(collection, instance):
    collection.refresh(print)
    assert materialized(instance) == set()
    run_all(collection, instance)
    assert materialized(instance) == {"first", "second"}


def test_a_bulk_run_publishes_the_others_and_fails(collection, instance, monkeypatch):
    break_guard(monkeypatch)
    result = run_all(collection, instance)
    assert not result.success
    assert published(collection) == ["second"]
    assert materialized(instance) == {"second"}
    evaluations = {e.check_name: e for e in result.get_asset_check_evaluations()}
    assert not evaluations["guard"].passed
    assert "first" in evaluations["guard"].metadata
    assert evaluations["schema"].passed


def look(collection, instance, cursor=None):
    context = dg.build_sensor_context(instance=instance, cursor=cursor)
    return raw_reports(context, collection=collection)


def test_the_sensor_asks_for_what_is_new_and_then_for_nothing(collection, instance):
    result = look(collection, instance)
    assert {request.partition_key for request in result.run_requests} == {"first", "second"}
    (added,) = result.dynamic_partitions_requests
    assert set(added.partition_keys) == {"first", "second"}
    again = look(collection, instance, result.cursor)
    assert not again.run_requests
    assert again.skip_reason


def test_the_sensor_asks_again_for_a_changed_report_only(collection, instance):
    cursor = look(collection, instance).cursor
    collection.refresh(print)
    path = Path(collection.raw) / "first.txt"
    path.write_text(path.read_text("utf-8") + "另有5家。", encoding="utf-8")
    result = look(collection, instance, cursor)
    (request,) = result.run_requests
    assert request.partition_key == "first"
    assert request.job_name == "report_outcomes"


def test_the_sensor_asks_for_one_run_if_many_are_new(collection, instance):
    for number in range(MANY):
        (Path(collection.raw) / f"r{number}.txt").write_text("共3家。", encoding="utf-8")
    (request,) = look(collection, instance).run_requests
    assert request.job_name == "bulk_refresh"


def test_the_sensor_takes_a_removed_report_out(collection, instance):
    cursor = look(collection, instance).cursor
    run_all(collection, instance)
    (Path(collection.raw) / "first.txt").unlink()
    result = look(collection, instance, cursor)
    (request,) = result.run_requests
    assert request.job_name == "bulk_refresh"
    (deleted,) = result.dynamic_partitions_requests
    assert list(deleted.partition_keys) == ["first"]


def test_reports_and_tables_may_lie_on_a_store(collection, instance, tmp_path):
    store = tmp_path / "store"
    settings = {"raw": f"file://{collection.raw}", "curated": f"file://{store}"}
    here, there = (
        Collection(**settings, cache=str(tmp_path / name), engine=EngineKind.INLINE)
        for name in ("here", "there")
    )
    assert run_all(here, instance).success
    assert (store / "current.json").is_file()
    assert materialized(instance) == {"first", "second"}
    elsewhere = there.watch(None)
    assert elsewhere is not None
    assert (elsewhere.report_ids, elsewhere.stale) == (("first", "second"), {})
    (Path(collection.raw) / "first.txt").write_text("共3家。", encoding="utf-8")
    assert run_report(there, instance, "first").success
    assert (here.publish().number, here.publish().is_new) == (2, False)


def test_a_sensor_does_not_wait_for_a_run_in_the_cache_of_a_store(
    collection, instance, tmp_path, monkeypatch
):
    monkeypatch.setattr(resources, "_PATIENCE", 0)
    url = f"file://{tmp_path}/store"
    busy = Collection(raw=collection.raw, curated=url, cache=str(tmp_path / "cache"))
    with busy._open():
        context = dg.build_sensor_context(instance=instance)
        assert "in use" in str(raw_reports(context, collection=busy).skip_reason)
