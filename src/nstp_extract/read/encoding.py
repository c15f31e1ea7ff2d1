"""Which encoding a text is in: UTF-8, or an error that says what it looks like.

Nothing is decoded by guess: a wrong code page turns figures into other characters in silence.
"""

import codecs
import unicodedata
from typing import Final

from nstp_extract.core.errors import NstpError, ReadError

_CANDIDATES: Final = ("utf-16", "big5hkscs", "gb18030", "cp950")
_SAMPLE: Final = 200_000
_MIN_HAN_SHARE: Final = 0.3
_MAX_CONTROL_SHARE: Final = 0.02


def decode_text(content: bytes, *, name: str, encoding: str | None = None) -> str:
    """Return `content` as text, by `encoding` or else as UTF-8, every character kept.

    Raises:
        ReadError: code ``encoding`` where the bytes are text of another encoding, and
            ``unsupported-format`` where they are no text at all.
        NstpError: if `encoding` names none.
    """
    if encoding is not None:
        return _decode_as(content, encoding, name=name)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _other_encoding(name, "utf-16")
    if b"\x00" in content[:_SAMPLE]:
        raise _no_text(name, "this is a binary file, not text")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        guess = guess_encoding(content)
        if guess is not None:
            raise _other_encoding(name, guess) from error
        msg = f"neither UTF-8 (byte {error.start}) nor text of a known encoding"
        raise _no_text(name, msg) from error
    if _control_share(text[:_SAMPLE]) > _MAX_CONTROL_SHARE:
        raise _no_text(name, "this is a binary file, not text")
    return text


def guess_encoding(content: bytes) -> str | None:
    """Return the encoding under which the bytes look most like Chinese, or None if none does.

    >>> guess_encoding("國家科學技術發展計畫的執行成果".encode("big5"))
    'big5'
    """
    best, share = None, _MIN_HAN_SHARE
    for candidate in _CANDIDATES:
        try:
            text = content[: _SAMPLE // 2 * 2].decode(candidate, "ignore")
        except UnicodeError:
            continue
        lost = 1 - len(text.encode(candidate, "ignore")) / max(1, len(content[:_SAMPLE]))
        score = _common_han_share(text) - 5 * max(0.0, lost)
        if score > share:
            best, share = candidate, score
    return "big5" if best in {"big5hkscs", "cp950"} else best


def _decode_as(content: bytes, encoding: str, *, name: str) -> str:
    try:
        codec = codecs.lookup(encoding)
    except LookupError as error:
        hint = "for example big5, gb18030 or utf-16"
        raise NstpError(f"no such encoding: {encoding}", hint=hint) from error
    # Taiwan's Big5 files hold the extensions of code page 950 and of HKSCS
    names = ("cp950", "big5hkscs") if codec.name == "big5" else (codec.name,)
    failed: UnicodeDecodeError | None = None
    for candidate in names:
        try:
            return content.decode(candidate)
        except UnicodeDecodeError as error:
            failed = error
    at = failed.start if failed else 0
    msg = f"not {encoding}: byte {at} cannot be read"
    raise ReadError("encoding", msg, file=name, hint="check --encoding") from failed


def _other_encoding(name: str, guess: str) -> ReadError:
    hint = f"save it as UTF-8, or extract it alone with --encoding {guess}"
    return ReadError("encoding", f"not UTF-8; it looks like {guess}", file=name, hint=hint)


def _no_text(name: str, message: str) -> ReadError:
    hint = "save the document as UTF-8 text"
    return ReadError("unsupported-format", message, file=name, hint=hint)


def _common_han_share(text: str) -> float:
    """Weigh by the range of frequent ideographs: a wrong code page scatters over rare ones."""
    common = "的一是不在有為及之與年中發展計技術資科學業研究生產經部會成果國家府政人公司"
    han = sum("\u4e00" <= char <= "\u9fff" for char in text)
    odd = sum(unicodedata.category(char) in {"Co", "Cn", "Cc"} for char in text)
    hits = sum(char in common for char in text)
    return (han - 3 * odd) / max(1, len(text)) * 0.6 + min(1.0, hits * 8 / max(1, len(text))) * 0.4


def _control_share(text: str) -> float:
    control = sum(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\v" for c in text)
    return control / max(1, len(text))
