"""Reports and tables on a store: what is fetched and put, and what a failure leaves."""

import hashlib
import json
import sys
from datetime import UTC, datetime, timedelta

import fsspec
import pyarrow.parquet
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import known_implementations

from nstp_extract.collection import run
from nstp_extract.collection.engine import Engine, EngineKind
from nstp_extract.collection.lease import LEASE_NAME
from nstp_extract.collection.remote import default_cache, open_folders
from nstp_extract.collection.run import refresh_collection
from nstp_extract.collection.store import open_store
from nstp_extract.core.errors import NstpError, StoreError

REVISED = "壹、成果\n科技部於107年投資2.7億元，培育300人。\n"
INLINE = Engine(EngineKind.INLINE)


class Bucket:
    """A raw and a curated folder on a store, and machines that work on them."""

    def __init__(self, url, caches):
        self.raw, self.curated, self.caches = f"{url}/raw", f"{url}/curated", caches
        self.files, self.root = fsspec.url_to_fs(url)

    def put(self, name, text):
        path = f"{self.root}/{name}"
        self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self.files.pipe_file(path, text.encode())

    def remove(self, name):
        self.files.rm(f"{self.root}/{name}", recursive=True)

    def open(self, machine="one"):
        return open_folders(self.raw, self.curated, cache=self.caches / machine)

    def run(self, machine="one"):
        with self.open(machine) as folders:
            summary = refresh_collection(folders.raw, folders.curated, engine=INLINE)
        return {outcome.report_id: str(outcome.status) for outcome in summary.outcomes}

    def read(self, name):
        return self.files.cat_file(f"{self.root}/curated/{name}")

    def names(self, folder=""):
        root = f"{self.root}/curated/{folder}".rstrip("/")
        return {name[len(root) :].lstrip("/") for name in self.files.find(root)}

    def publication(self):
        """The number and the files of what a reader is pointed to, each as its hash says."""
        pointer = json.loads(self.read("current.json"))
        files = {
            name: self.read(f"versions/v{pointer['version']}/{name}") for name in pointer["files"]
        }
        assert {n: hashlib.sha256(b).hexdigest() for n, b in files.items()} == pointer["files"]
        return pointer["version"], files


class Writes:
    """Every write to a store in memory, counted; one to a path that holds `fails_at` fails."""

    def __init__(self, monkeypatch):
        self.count, self.fails_at = 0, ""
        original = MemoryFileSystem._open

        def counting(files, path, mode="rb", **settings):
            if mode != "rb":
                self.count += 1
                if self.fails_at and self.fails_at in path:
                    raise ConnectionError("the line is dead")
            return original(files, path, mode=mode, **settings)

        monkeypatch.setattr(MemoryFileSystem, "_open", counting)


@pytest.fixture(params=["memory", "file"])
def bucket(request, disk, collection):
    url = f"memory://{disk.name}/bucket" if request.param == "memory" else f"file://{disk}/bucket"
    return _fill(Bucket(url, disk / "caches"), collection)


@pytest.fixture
def memory(disk, collection):
    made = _fill(Bucket(f"memory://{disk.name}/bucket", disk / "caches"), collection)
    yield made
    made.files.rm(made.root, recursive=True)


@pytest.fixture
def writes(monkeypatch):
    return Writes(monkeypatch)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """One time at which every report was first seen."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 1, 2, tzinfo=tz)

    monkeypatch.setattr(run, "datetime", Stopped)


def _fill(bucket, collection):
    for path in collection.raw.iterdir():
        bucket.put(f"raw/{path.name}", path.read_text("utf-8"))
    return bucket


def test_tables_on_a_store_are_those_of_a_folder_byte_for_byte(bucket, collection):
    assert bucket.run() == {"first": "extracted", "second": "extracted"}
    collection.run()
    number, files = bucket.publication()
    here = {path.name: path.read_bytes() for path in (collection.curated / "current").iterdir()}
    assert number == 1
    assert files.keys() == here.keys()
    differ = {name for name in files if files[name] != here[name]}
    assert differ <= {"nstp.duckdb", "nstp.sqlite"}  # databases hold marks of their own


def test_a_second_machine_extracts_nothing_and_writes_nothing(memory, writes):
    memory.run("one")
    before, writes.count = memory.names(), 0
    assert memory.run("two") == {"first": "unchanged", "second": "unchanged"}
    assert (memory.names(), writes.count) == (before, 0)


def test_a_change_made_elsewhere_is_compared_with_the_version_before(bucket, collection):
    bucket.run("one")
    collection.run()
    bucket.put("raw/second.txt", REVISED)
    collection.put("second.txt", REVISED)
    assert bucket.run("two") == {"first": "unchanged", "second": "extracted"}
    collection.run()
    number, files = bucket.publication()
    assert number == 2
    for table in ("changes", "figures"):
        assert (
            files[f"{table}.parquet"]
            == (collection.curated / "current" / f"{table}.parquet").read_bytes()
        )
    table = pyarrow.parquet.read_table(collection.curated / "current" / "changes.parquet")
    assert table["change"].to_pylist() == ["revised"]
    # the first machine takes that over, its earlier version too
    assert bucket.run("one") == {"first": "unchanged", "second": "unchanged"}
    assert {name.split("/")[0] for name in bucket.names("parts/second/versions")} == {"v1"}
    assert len(list(bucket.caches.glob("one/curated/*/curated/parts/second/versions/v1/*"))) > 0


def test_only_what_changed_is_fetched_and_what_has_gone_leaves(memory, monkeypatch):
    memory.run()
    fetched = []
    original = MemoryFileSystem.get_file
    monkeypatch.setattr(
        MemoryFileSystem,
        "get_file",
        lambda files, name, *rest, **more: (
            fetched.append(name.rpartition("/")[2]),
            original(files, name, *rest, **more),
        ),
    )
    memory.run()
    assert fetched == []
    memory.put("raw/second.txt", REVISED)
    memory.remove("raw/first.txt")
    assert memory.run() == {"first": "removed", "second": "extracted"}
    assert fetched == ["second.txt"]


def test_claims_beside_the_raw_folder_are_checked(memory):
    memory.put("claims/first.csv", "claim_id,claim_text\nc1,經濟部於106年輔導21家廠商\n")
    memory.run()
    _, files = memory.publication()
    assert b"c1" in files["verdicts.csv"]


@pytest.mark.parametrize(
    ("place", "machine"),
    [
        ("lease.json", "one"),
        ("parts/second/versions/v1/words", "another"),
        ("tables-", "one"),
        ("state.json", "another"),
        ("versions/v2/reports.csv", "another"),
        ("current.json", "one"),
    ],
)
def test_a_put_that_fails_leaves_the_last_publication(memory, writes, place, machine):
    memory.run()
    kept = memory.publication()
    memory.put("raw/second.txt", REVISED)
    writes.fails_at = place
    with pytest.raises(StoreError, match="the line is dead"):
        memory.run()
    assert memory.publication() == kept
    assert "lease.json" not in memory.names()
    writes.fails_at = ""
    memory.run(machine)
    version, files = memory.publication()
    assert version == 2
    assert b"2.7" in files["figures.csv"]


def test_old_publications_and_tables_that_nothing_names_are_deleted(memory):
    for amount in (2, 3, 4, 5):
        memory.put("raw/second.txt", REVISED.replace("2.7", f"{amount}.7"))
        memory.run(f"machine-{amount % 2}")
    versions = {name.split("/")[0] for name in memory.names("versions")}
    assert versions == {"v2", "v3", "v4"}
    folders = {name.split("/")[0] for name in memory.names("parts/second")}
    assert sum(folder.startswith("tables-") for folder in folders) == 1


def test_of_two_drivers_at_once_the_slower_one_is_refused_and_then_right(memory):
    memory.run("one")

    def run_while_another_does():
        with memory.open("one") as folders:
            memory.put("raw/second.txt", REVISED)
            memory.run("two")
            (folders.raw / "third.txt").write_text(REVISED, "utf-8")
            refresh_collection(folders.raw, folders.curated, engine=INLINE)

    with pytest.raises(StoreError, match="another run has published meanwhile"):
        run_while_another_does()
    assert memory.publication()[0] == 2
    assert memory.run("one") == {"first": "unchanged", "second": "unchanged"}
    assert b"third" not in memory.publication()[1]["reports.csv"]


@pytest.mark.parametrize(("minutes", "refused"), [(5, True), (-5, False)])
def test_a_lease_of_another_driver_holds_until_it_has_run_out(memory, minutes, refused):
    until = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    lease = {"owner": "other", "host": "far", "until": until}
    memory.put(f"curated/{LEASE_NAME}", json.dumps(lease))
    if refused:
        with pytest.raises(StoreError, match="in use by far"):
            memory.run()
        assert json.loads(memory.read(LEASE_NAME)) == lease
    else:
        memory.run()
        assert memory.publication()[0] == 1
        assert LEASE_NAME not in memory.names()


def test_a_lease_that_this_machine_left_is_taken_over(memory):
    memory.run()
    (record,) = memory.caches.glob("one/curated/*/synced.json")
    owner = json.loads(record.read_bytes())["owner"]
    until = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    lease = {"owner": owner, "host": "here", "until": until}
    memory.put(f"curated/{LEASE_NAME}", json.dumps(lease))
    memory.put("raw/second.txt", REVISED)
    assert memory.run()["second"] == "extracted"


@pytest.mark.parametrize("folder", ["parts/first/tables-", "versions/v1/"])
def test_damage_on_the_store_is_told_with_its_place(memory, folder):
    memory.run()
    name = next(n for n in sorted(memory.names()) if n.startswith(folder))
    memory.put(f"curated/{name}", "damaged")
    with pytest.raises(StoreError, match=folder[:8]) as caught:
        memory.run("two")
    assert "delete" in caught.value.hint


def test_parts_that_the_store_has_lost_are_put_there_again(memory):
    memory.run()
    before = memory.names()
    memory.remove("curated/parts/first")
    assert memory.run() == {"first": "unchanged", "second": "unchanged"}
    assert memory.names() == before


def test_either_folder_may_be_here(memory, collection):
    with open_folders(memory.raw, collection.curated, cache=memory.caches) as folders:
        refresh_collection(folders.raw, folders.curated, engine=INLINE)
    assert (collection.curated / "current" / "figures.parquet").is_file()
    with open_folders(collection.raw, memory.curated, cache=memory.caches) as folders:
        refresh_collection(folders.raw, folders.curated, engine=INLINE)
    assert memory.publication()[0] == 1
    assert folders.stored == len(memory.names())


def test_folders_here_need_no_cache(collection, tmp_path):
    with open_folders(collection.raw, collection.curated, cache=tmp_path / "cache") as folders:
        assert (folders.raw, folders.curated) == (collection.raw, collection.curated)
    assert not (tmp_path / "cache").exists()


def test_a_run_that_fails_puts_nothing(memory):
    with pytest.raises(NstpError, match="no report there"):  # noqa: SIM117
        with memory.open() as folders:
            refresh_collection(folders.curated, folders.curated, engine=INLINE)
    assert memory.names() == set()


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(StoreError, match="memory://nowhere/raw: no such folder"):  # noqa: SIM117
        with open_folders("memory://nowhere/raw", tmp_path, cache=tmp_path):
            pass


def test_what_a_store_raises_is_told_in_one_line(memory, monkeypatch):
    class UnreachableError(Exception):
        """An error of a library's own, no OSError."""

    def refuse(*_, **__):
        raise UnreachableError("no route\nto host")

    with monkeypatch.context() as patch:
        patch.setattr(MemoryFileSystem, "ls", refuse)
        with pytest.raises(StoreError, match=r"bucket/raw: the store answers: no route to host"):
            memory.run()


def test_a_password_in_a_url_is_never_told():
    assert open_store("memory://me:secret@host/raw").url == "memory://host/raw"


def test_a_protocol_that_is_not_known_or_not_installed_is_told(monkeypatch):
    with pytest.raises(StoreError, match="foo://x/raw: a protocol that fsspec does not know"):
        open_store("foo://x/raw")
    monkeypatch.setitem(known_implementations, "far", {"class": "no_far.Far"})
    with pytest.raises(StoreError, match="a package for this protocol is missing"):
        open_store("far://x/raw")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(StoreError, match="fsspec is not installed") as caught:
        open_store("s3://x/raw")
    assert "nstp-extract[remote]" in caught.value.hint


def test_the_cache_is_where_the_desktop_has_it(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "nstp-extract"
