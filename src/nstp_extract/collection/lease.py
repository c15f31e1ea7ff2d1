"""One writer of a folder on a store at a time: a file there that says who writes, and till when.

A driver that died is waited for until its lease has run out, unless it was of the same cache: that
is locked on its machine, so whoever holds the lock knows that the other has gone.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from nstp_extract.collection.store import Store
from nstp_extract.core.errors import StoreError

LEASE_NAME: Final = "lease.json"
_TERM: Final = timedelta(minutes=30)


@dataclass(slots=True)
class Lease:
    """A right to write that is renewed while it is used."""

    store: Store
    owner: str
    content: bytes = b""
    renewed: datetime = field(default_factory=lambda: datetime.now(UTC))

    def take(self) -> None:
        """Write the lease, or take one over that has run out or was this owner's.

        Raises:
            StoreError: if another driver has it.
        """
        content = self._next()
        if not self.store.create(LEASE_NAME, content):
            other = _parse(self.store.read(LEASE_NAME))
            if other.get("owner") != self.owner and _is_running(other):
                who, until = other.get("host"), other.get("until")
                message = f"{self.store.url}: in use by {who}, until {until} at the latest"
                hint = f"run again later, or delete {LEASE_NAME} there if that run has died"
                raise StoreError(message, hint=hint)
            self.store.put(LEASE_NAME, content)
        self.content = content

    def keep(self) -> None:
        """Make sure that the lease is still this driver's, and renew it before it runs out.

        Raises:
            StoreError: if another driver has taken it.
        """
        if self.store.read(LEASE_NAME) != self.content:
            message = f"{self.store.url}: another run has taken the lease meanwhile"
            raise StoreError(message, hint="run again")
        if datetime.now(UTC) - self.renewed > _TERM / 3:
            self.content = self._next()
            self.store.put(LEASE_NAME, self.content)

    def release(self) -> None:
        """Delete the lease if it is still this driver's.

        Raises:
            StoreError: if the store cannot be asked.
        """
        if self.store.read(LEASE_NAME) == self.content:
            self.store.delete(LEASE_NAME)

    def _next(self) -> bytes:
        self.renewed = datetime.now(UTC)
        until = (self.renewed + _TERM).isoformat(timespec="seconds")
        lease = {"owner": self.owner, "host": socket.gethostname(), "until": until}
        return json.dumps(lease).encode()


@contextmanager
def hold_lease(store: Store, owner: str) -> Iterator[Lease]:
    """Hold the right to write `store` during the block.

    Raises:
        StoreError: if another driver has it, or the store cannot be written.
    """
    lease = Lease(store, owner)
    lease.take()
    try:
        yield lease
    except BaseException:
        with suppress(StoreError):  # what went wrong first is what is told
            lease.release()
        raise
    lease.release()


def _parse(content: bytes | None) -> dict[str, Any]:
    try:
        lease = json.loads(content or b"")
    except ValueError:
        return {}
    return lease if isinstance(lease, dict) else {}


def _is_running(lease: dict[str, Any]) -> bool:
    try:
        return datetime.fromisoformat(lease["until"]) > datetime.now(UTC)
    except (KeyError, TypeError, ValueError):  # not written by `Lease`
        return False
