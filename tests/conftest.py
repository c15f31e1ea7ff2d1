"""What every test shares: Hypothesis profiles and the switch that renews golden files."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a change is to blame when one fails; `make fuzz` looks
# for new ones. No deadline: a shared machine is slow at times.
settings.register_profile("fixed", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("fuzz", deadline=None, print_blob=True)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files again from what the code gives now; review the diff",
    )


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-golden"))


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


@pytest.fixture(scope="session")
def locked_pdf() -> tuple[bytes, str]:
    """A PDF of one page that says ``reached 12 kg``, and the password that opens it.

    It is locked as the standard has it since PDF 1.1: revision 2, RC4 of 40 bits.
    """
    secret = "open-sesame"  # noqa: S105  (of a file that is made here)
    padded = (secret.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324  (the standard's own)
    identity, permissions = b"0123456789abcdef", -4
    seed = padded + owner + permissions.to_bytes(4, "little", signed=True) + identity
    key = hashlib.md5(seed).digest()[:5]  # noqa: S324
    user = _rc4(key, _PADDING)
    number = (4).to_bytes(3, "little") + bytes(2)
    content = b"BT /F1 12 Tf 72 700 Td (reached 12 kg) Tj ET"
    content = _rc4(hashlib.md5(key + number).digest()[:10], content)  # noqa: S324
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>"
        % (owner.hex().encode(), user.hex().encode(), permissions),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for at, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % at + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    name = identity.hex().encode()
    out += b"trailer<</Root 1 0 R/Size 7/Encrypt 6 0 R/ID[<%s><%s>]>>\n" % (name, name)
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out), secret


def _rc4(key: bytes, content: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server of its own, on a socket in a temporary folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    program = shutil.which("pg_ctl") or (str(found[-1]) if found else None)
    if program is None:
        pytest.skip("PostgreSQL is not installed")
    # the server refuses to run as root, and its socket's path must be short
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    as_user = user if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="nstp-pg-") as name:
        if as_user:
            shutil.chown(name, "postgres", "postgres")

        def control(*arguments: str) -> None:
            command = [*as_user, program, "-D", f"{name}/data", "-s", *arguments]
            subprocess.run(command, check=True, cwd=name, stdout=subprocess.DEVNULL)

        control("initdb", "-o", "--auth=trust --username=postgres --no-sync")
        settings = f"-k {name} -c listen_addresses= -c fsync=off"
        control("start", "-w", "-l", f"{name}/log", "-o", settings)
        try:
            yield f"postgresql://postgres@/postgres?host={name}"
        finally:
            control("stop", "-m", "immediate")


@pytest.fixture
def postgres_url(postgres_server: str, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database on that server."""
    psycopg = pytest.importorskip("psycopg")
    name = f"test_{abs(hash(tmp_path)):x}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
