"""A task that is sent elsewhere: what it needs goes along, and what comes back names its files."""

import pickle
import shutil

import pytest

from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.extract import extract_one
from nstp_extract.collection.parcel import Parcel
from nstp_extract.collection.run import refresh_parts
from nstp_extract.collection.tasks import Extracted, Failed

CLAIMS = "claim_id,claim_text\nc1,經濟部於106年輔導21家廠商。\n"
CORRECTIONS = """
[investment]
quote = "投資1.3億元"
expect = { value = "130000000" }
set = { indicator = "研發投資" }
reason = "the report's annex names it"
"""


@pytest.fixture
def send(collection, monkeypatch):
    """A function that makes the tasks of a run, as they arrive where no folder of theirs is."""

    def run():
        tasks = []

        def keep(_self, _function, parcels, **_):
            tasks.extend(pickle.loads(pickle.dumps(parcel)) for parcel in parcels)  # noqa: S301
            return iter(())

        monkeypatch.setattr(Engine, "map", keep)
        engine = Engine(EngineKind.DASK, scheduler="tcp://nowhere:1")
        refresh_parts(collection.raw, collection.curated, engine=engine)
        monkeypatch.undo()
        return {parcel.task.report_id: parcel for parcel in tasks}

    return run


def test_a_parcel_holds_all_that_its_report_needs(collection, send):
    path = collection.put("first.txt", "壹、成果\n本部於今年投資1.3億元，輔導21家廠商。\n")
    collection.put("first.toml", 'agency = "經濟部"\npublished_on = 2017-12-31\n')
    corrections = collection.raw.parent / "corrections"
    corrections.mkdir()
    (corrections / "first.toml").write_text(CORRECTIONS, "utf-8")
    claims = collection.raw.parent / "claims"
    claims.mkdir()
    (claims / "first.csv").write_text(CLAIMS, "utf-8")
    parcel = send()["first"]
    here = extract_one(parcel.task)
    shutil.rmtree(collection.raw)
    shutil.rmtree(claims)
    shutil.rmtree(corrections)
    there = parcel.run(extract_one)
    assert isinstance(here, Extracted)
    assert here.verdicts
    assert there == here
    assert not path.exists()


def test_what_cannot_be_read_there_is_named_as_it_is_here(collection, send):
    path = collection.put("broken.pdf", b"%PDF-1.7 broken")
    parcel = send()["broken"]
    here = extract_one(parcel.task)
    assert isinstance(here, Failed)
    assert str(path) in here.message
    assert parcel.run(extract_one) == here


def test_a_file_that_goes_while_it_is_sent_fails_its_report_alone(collection, send):
    collection.put("first.txt", "壹、成果\n投資1.3億元。\n")
    parcel = send()["first"]
    gone = collection.raw / "first.txt"
    gone.unlink()
    sent = pickle.loads(pickle.dumps(Parcel(parcel.task)))  # noqa: S301
    result = sent.run(extract_one)
    assert isinstance(result, Failed)
    assert str(gone) in result.message
