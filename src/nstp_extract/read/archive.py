"""What DOCX and ODT files are packed in: how much it may unpack to, and what XML may hold.

Nothing outside of the file is ever fetched: no entity, no link, no image.
"""

import io
import zipfile
from typing import Any, Final

from lxml import etree

from nstp_extract.core.errors import ReadError

MAX_UNPACKED: Final = 512 << 20
MAX_PART: Final = 96 << 20
MAX_PARTS: Final = 20_000

_PARTS: Final = (".xml", ".rels")
_ENTITY: Final = b"<!ENTITY"


def open_archive(content: bytes, *, name: str) -> zipfile.ZipFile:
    """Return the archive of a document once it is known to be no bomb.

    The sizes are those that its directory states; more than that is never read from a member.

    Raises:
        ReadError: ``too-large``, ``encrypted`` or ``truncated``.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name) from error
    if any(member.flag_bits & 1 for member in members):
        hint = "save it without a password"
        raise ReadError("encrypted", "the document needs a password", file=name, hint=hint)
    parts = [member for member in members if member.filename.endswith(_PARTS)]
    if (
        len(members) > MAX_PARTS
        or sum(member.file_size for member in members) > MAX_UNPACKED
        or any(member.file_size > MAX_PART for member in parts)
    ):
        message = "it unpacks to more than is allowed (a ZIP bomb, or a document of that size)"
        raise ReadError("too-large", message, file=name, hint="save it as PDF")
    for member in parts:
        refuse_entities(read_part(archive, member.filename, name=name), name=name)
    return archive


def read_part(archive: zipfile.ZipFile, part: str, *, name: str) -> bytes:
    """Return a member of an archive.

    Raises:
        ReadError: ``truncated`` if it is not there or damaged.
    """
    try:
        return archive.read(part)
    except (KeyError, OSError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise damaged(name) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]  # the module's own import
        raise damaged(name) from error


def refuse_entities(content: bytes, *, name: str) -> None:
    """Refuse XML that declares entities: no word processor writes them, and they can multiply.

    Raises:
        ReadError: ``too-large``.
    """
    if _ENTITY in content:
        message = "its XML declares entities of its own (an XML bomb)"
        raise ReadError("too-large", message, file=name, hint="save it as PDF")


def parse_xml(content: bytes, *, name: str) -> Any:
    """Return the root of an XML part, in which no entity is resolved and nothing is fetched.

    Raises:
        ReadError: ``truncated`` if it is not well-formed.
    """
    refuse_entities(content, name=name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(name) from error


def damaged(name: str) -> ReadError:
    """Return the error of a document that cannot be unpacked or parsed."""
    message = "the archive (DOCX, ODT) is damaged or cut off"
    return ReadError("truncated", message, file=name, hint="fetch the file again")
