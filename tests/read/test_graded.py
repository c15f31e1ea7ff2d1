"""How the pages that were not read are told."""

from nstp_extract.core.document import Document, Page
from nstp_extract.core.vocabulary import Grade, PageReason
from nstp_extract.read.graded import name_pages


def test_pages_are_named_by_reason_and_in_runs():
    reasons = {1: "damaged", 2: "damaged", 3: "damaged", 5: "timeout", 7: "damaged", 8: "damaged"}
    pages = tuple(Page(n, Grade.REFUSED, PageReason(why)) for n, why in reasons.items())
    document = Document("a.pdf", "", (), pages=pages)
    assert name_pages(document, Grade.REFUSED) == "1-3, 7, 8 (damaged), 5 (timeout)"
    assert name_pages(document, Grade.SUSPECT) == ""
