"""What is worth another try: a disk, a share or a store that failed, a lock that was held."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from nstp_extract.core.errors import PublishError, StoreError

RETRIES = 2
SECONDS = 30


@contextmanager
def retry_transient() -> Iterator[None]:
    """Ask Dagster to try a step again if what stopped it may pass; let go of all else.

    A report that fails is an outcome, and raises nothing here.
    """
    try:
        yield
    except (OSError, PublishError, StoreError) as error:
        raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=SECONDS) from error
