"""Sum the amounts that a report gives as results, by goal, and show where the largest stand.

python examples/amounts_by_goal.py raw/nstp-106-109.txt
"""

import sys
from collections import defaultdict
from decimal import Decimal

from nstp_extract import extract
from nstp_extract.core.figure import Figure
from nstp_extract.core.vocabulary import Level, RelationType, Role

SHOWN = 3
YI = Decimal(10) ** 8
RESTATING = (RelationType.SAME_AS, RelationType.PART_OF_TOTAL)


def is_amount(figure: Figure) -> bool:
    """Tell whether a figure is a result in New Taiwan dollars with one value."""
    quantity = figure.quantity
    return figure.role is Role.RESULT and quantity.unit == "TWD" and quantity.value is not None


def goal_of(figure: Figure) -> str:
    """Return the goal under which a figure stands, as the report numbers it."""
    goal = figure.section.at(Level.GOAL) if figure.section else None
    return f"{goal.number} {goal.title}" if goal else "outside the goals"


def main(path: str) -> None:
    """Print a paragraph a goal."""
    extraction = extract(path)
    # What is part of a stated total, or said before, would be counted twice.
    restated = {link.from_id for link in extraction.relations if link.type in RESTATING}
    by_goal: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in extraction.figures:
        if is_amount(figure) and figure.figure_id not in restated:
            by_goal[goal_of(figure)].append(figure)
    for goal, figures in by_goal.items():
        values = {figure.figure_id: figure.quantity.value or Decimal(0) for figure in figures}
        print(f"{goal}: {sum(values.values()) / YI:,f}億元 in {len(figures)} figures")
        for figure in sorted(figures, key=lambda f: -values[f.figure_id])[:SHOWN]:
            span = figure.mention.span
            print(f"    {figure.mention.surface}  {figure.indicator}  [{span.start}:{span.end}]")


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004  (the program and its argument)
        sys.exit(f"usage: python {sys.argv[0]} FILE")
    main(sys.argv[1])
