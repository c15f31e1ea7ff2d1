"""Tables of audited figures from the prose of government result reports.

Only the package's public names belong here; the method is in ``nstp_extract.method``.
"""

from importlib.metadata import version

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    """The installed version for ``__version__``: reading it at import would cost every start."""
    if name == "__version__":
        return version("nstp-extract")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
