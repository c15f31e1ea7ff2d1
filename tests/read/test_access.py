"""What is no file to read is told, and nothing waits for it."""

import os
import socket

import pytest

from nstp_extract.core.errors import AccessError, ReadError
from nstp_extract.read import read_document
from nstp_extract.read.access import read_bytes, why_unreadable


def refuse(path):
    with pytest.raises(AccessError) as caught:
        read_document(path)
    assert caught.value.hint
    assert caught.value.exit_code == 2
    return caught.value.message


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path):
    path = tmp_path / "report.pdf"
    os.mkfifo(path)
    assert refuse(path).endswith("not a regular file")


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("report.txt")
        assert refuse(tmp_path / "report.txt").endswith("not a regular file")


def test_a_link_to_itself_is_refused(tmp_path):
    path = tmp_path / "report.txt"
    path.symlink_to(path)
    assert "symbolic links" in refuse(path)
    assert "symbolic links" in why_unreadable(path)


def test_a_link_to_nowhere_is_no_file(tmp_path):
    path = tmp_path / "report.txt"
    path.symlink_to("gone.txt")
    assert refuse(path).endswith("no such file")


def test_a_name_with_a_nul_is_no_file(tmp_path):
    assert refuse(tmp_path / "a\0b.txt").endswith("no such file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("3億元")
    path.chmod(0)
    assert refuse(path).endswith("Permission denied")
    assert why_unreadable(path) == "Permission denied"


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "report.pdf"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a hole: it takes no room on the disk
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert caught.value.code == "too-large"


def test_a_file_as_large_as_allowed_is_read(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_bytes(path, name="a", most=5) == b"12345"
