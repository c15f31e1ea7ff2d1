"""Pictures of a PDF's pages, for a reader who compares a figure with what is printed."""

import base64
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image. Sizes are in hundredths of a point, like those of a `Box`."""

    page: int
    width: int
    height: int
    content: bytes
    media_type: str = "image/webp"

    @property
    def data_uri(self) -> str:
        """Return the image as an address that holds it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"
