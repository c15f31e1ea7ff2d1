"""The language for spaCy users: a tokenizer, and two components that write into a ``Doc``.

``nstp.jieba.v1`` cuts Traditional Chinese into words and keeps figures whole; ``nstp_quantities``
finds the figures, ``nstp_context`` says of each what the text claims. Both read the text of the
``Doc`` alone, sentence by sentence, as one paragraph of a report.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan
from spacy.util import registry
from spacy.vocab import Vocab

from nstp_extract.core.document import Document, Passage
from nstp_extract.core.figure import Extraction, Report
from nstp_extract.core.fold import fold
from nstp_extract.core.span import Span
from nstp_extract.core.vocabulary import PassageKind
from nstp_extract.lexicon import Lexicon, load_lexicon
from nstp_extract.method import extract_document
from nstp_extract.quantity.scan import compile_scanner, scan_passage
from nstp_extract.structure.words import Segmenter, load_segmenter

SPANS_KEY: Final = "figures"


class JiebaTokenizer:
    """A spaCy tokenizer over the package's segmenter; ``doc.text`` is the text, blanks and all."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon) -> None:
        """Take the pipeline's vocabulary and the lexicon whose names and figures stay whole."""
        self.vocab = vocab
        self._lexicon = lexicon
        self._segmenter: Segmenter = load_segmenter(lexicon)

    def __call__(self, text: str) -> Doc:
        """Return the words of `text`, each figure one word."""
        readings, _, _ = scan_passage(fold(text), compile_scanner(self._lexicon))
        protected = [(reading.start, reading.end) for reading in readings]
        return self._segmenter.make_doc(text, protected, vocab=self.vocab)

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state of its own beyond its configuration."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> "JiebaTokenizer":
        """Take nothing back, see `to_bytes`."""
        return self

    def to_disk(self, _: Path | str, **__: Any) -> None:
        """Write nothing, see `to_bytes`."""

    def from_disk(self, _: Path | str, **__: Any) -> "JiebaTokenizer":
        """Read nothing, see `to_bytes`."""
        return self


@registry.tokenizers("nstp.jieba.v1")  # type: ignore[untyped-decorator]  # catalogue has no types
def create_tokenizer(lexicon: str | None = None) -> Callable[[Language], JiebaTokenizer]:
    """Return the factory of the tokenizer; `lexicon` is a folder of entries of the user's own."""

    def build(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab, _lexicon_of(lexicon))

    return build


@Language.factory("nstp_quantities", default_config={"lexicon": None}, assigns=["doc.spans"])
def create_quantities(nlp: Language, name: str, lexicon: str | None) -> Callable[[Doc], Doc]:
    """Return the component that puts every figure into ``doc.spans["figures"]``, labelled by kind.

    ``span._.quantity`` is its `Quantity`.
    """
    del nlp, name
    chosen = _lexicon_of(lexicon)

    def find(doc: Doc) -> Doc:
        readings, _, _ = scan_passage(fold(doc.text), compile_scanner(chosen))
        spans = []
        for reading in readings:
            span = _char_span(doc, reading.start, reading.end, str(reading.quantity.kind))
            span._.quantity = reading.quantity
            spans.append(span)
        doc.spans[SPANS_KEY] = spans
        return doc

    return find


@Language.factory(
    "nstp_context", default_config={"lexicon": None, "agency": None}, requires=["doc.spans"]
)
def create_context(
    nlp: Language, name: str, lexicon: str | None, agency: str | None
) -> Callable[[Doc], Doc]:
    """Return the component that sets ``span._.figure`` of every span of ``nstp_quantities``.

    A `Figure` has role, indicator, agency and period; `agency` is what 本部 stands for.
    """
    del nlp, name
    chosen = _lexicon_of(lexicon)

    def attribute(doc: Doc) -> Doc:
        figures = {f.mention.pieces[0].start: f for f in _read(doc.text, chosen, agency).figures}
        for span in doc.spans.get(SPANS_KEY, ()):
            span._.figure = figures.get(span.start_char)
        return doc

    return attribute


def _read(text: str, lexicon: Lexicon, agency: str | None) -> Extraction:
    """Extract a text as one paragraph: no layout, the whole of it one passage."""
    passages = (Passage(PassageKind.BODY, (Span(0, len(text)),), text),) if text else ()
    document = Document("doc", text, passages)
    return extract_document(document, report=Report("doc", agency=agency), lexicon=lexicon)


def _char_span(doc: Doc, start: int, end: int, label: str) -> DocSpan:
    """Return the span of whole tokens around a range: exact with the package's own tokenizer."""
    span = doc.char_span(start, end, label=label, alignment_mode="expand")
    if span is None:
        msg = f"no tokens at [{start}, {end}) of a text of {len(doc.text)}"
        raise ValueError(msg)
    return span


@lru_cache(maxsize=4)
def _lexicon_of(directory: str | None) -> Lexicon:
    return load_lexicon(Path(directory) if directory else None)


DocSpan.set_extension("quantity", default=None, force=True)
DocSpan.set_extension("figure", default=None, force=True)
