"""Slips of the pen: whether one number becomes another by a single one that writers make."""

from decimal import Decimal
from typing import Final

_TELLING: Final = 3


def is_slip(written: Decimal, meant: Decimal, *, least: int = _TELLING) -> bool:
    """Tell whether `written` is `meant` with two neighbouring digits swapped or a digit dropped.

    A digit too many, and a number ten, a hundred or up to 10⁸ times too large or too small are
    slips too; so is one wrong digit of four or more. Numbers of fewer digits than `least` are too
    easily alike to tell.

    >>> is_slip(Decimal("84.89"), Decimal("87.89")), is_slip(Decimal(1461), Decimal(1416))
    (True, True)
    """
    if written == meant or written <= 0 or meant <= 0:
        return False
    left, right = _digits(written), _digits(meant)
    if left.strip("0") == right.strip("0"):
        return True
    # both in units of the last digit that is not zero in either
    unit = min(int(n.normalize().as_tuple().exponent) for n in (written, meant))
    left, right = (str(int(n.scaleb(-unit))) for n in (written, meant))
    return max(len(left), len(right)) >= least and _one_apart(left, right)


def _one_apart(left: str, right: str) -> bool:
    """Tell whether two runs of digits are a swap, a dropped digit or one wrong digit apart."""
    if len(left) == len(right):
        wrong = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004  (a pair)
        if swapped:
            return left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]
        return len(wrong) == 1 and len(left) > _TELLING
    short, long = sorted((left, right), key=len)
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )


def _digits(number: Decimal) -> str:
    return "".join(map(str, number.as_tuple().digits))
