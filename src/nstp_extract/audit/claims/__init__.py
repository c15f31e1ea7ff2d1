"""Claimed figures against a report: reading them, finding what they are about, and the verdict."""

from nstp_extract.audit.claims.check import check_claims, withhold_absence
from nstp_extract.audit.claims.claim import Claim
from nstp_extract.audit.claims.load import ClaimBook, load_claims

__all__ = ["Claim", "ClaimBook", "check_claims", "load_claims", "withhold_absence"]
