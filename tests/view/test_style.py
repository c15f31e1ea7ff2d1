"""Colours that can be read: every text on every ground it stands on, by day and by night."""

import re
from importlib import resources

import pytest

import nstp_extract.view

STYLE = (resources.files(nstp_extract.view) / "app" / "style.css").read_text("utf-8")
KINDS = ("amount", "count", "percent", "measure", "multiple", "score", "date")
PAIRS = [
    *(("ink", ground) for ground in ("paper", "panel", "here", "accent-ground", "warn-ground")),
    *(("ink", f"g-{kind}") for kind in KINDS),
    *(("soft", ground) for ground in ("paper", "panel", "accent-ground")),
    ("accent", "paper"),
    ("accent", "panel"),
    ("accent", "warn-ground"),
    ("paper", "accent"),
    ("warn", "warn-ground"),
    ("warn", "paper"),
    ("good", "good-ground"),
]
ENOUGH = 4.5


def palettes():
    """The colours by name, by day and by night; night changes some of the day's."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    day, night = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2])
    return {"day": day, "night": day | night}


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The ratio of WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["day", "night"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text, ground, scheme):
    palette = palettes()[scheme]
    assert contrast(palette[text], palette[ground]) >= ENOUGH


def test_the_ratio_is_the_one_that_is_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
