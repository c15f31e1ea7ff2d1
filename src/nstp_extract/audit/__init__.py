"""What is checked of an extraction before anyone sees it."""

from nstp_extract.audit.guard import find_violations

__all__ = ["find_violations"]
