"""Bytes in, `Document` out: decoding, layout, and what stands beside a report.

What a heading or a figure is, is not known here.
"""

from nstp_extract.read.sidecar import read_sidecar
from nstp_extract.read.source import read_document, read_text

__all__ = ["read_document", "read_sidecar", "read_text"]
