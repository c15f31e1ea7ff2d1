"""How a plan says the same twice: its table of who does what, and bullets that mirror strategies.

A table whose header names 策略 and an agency gives each strategy its agencies; a bullet of a
summary is linked with the strategy of its goal that its title, or else its order, points to.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations
from typing import Final

from nstp_extract.core.document import Document
from nstp_extract.core.figure import Section
from nstp_extract.core.vocabulary import Level
from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces
from nstp_extract.lexicon.patterns import compile_patterns

_NOT_HAN: Final = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]")
_ALIKE: Final = 0.45
_MOST_PAIRED: Final = 7


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a plan's table: a strategy's title and the agencies that it names, in order."""

    title: str
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _PlanGrammar:
    strategy: re.Pattern[str]
    agencies: re.Pattern[str]
    agency: re.Pattern[str]


@lru_cache(maxsize=8)
def _compile_plan(lexicon: Lexicon) -> _PlanGrammar:
    names = [surface for agency in lexicon.agencies for surface in agency.surfaces]
    return _PlanGrammar(
        strategy=re.compile(compile_surfaces(lexicon.surfaces("plan_column"))),
        agencies=re.compile(compile_surfaces(lexicon.surfaces("agency_column"))),
        agency=re.compile(compile_surfaces(names)),
    )


def find_plan_rows(document: Document, *, lexicon: Lexicon) -> tuple[PlanRow, ...]:
    """Return the rows of the tables that say which agencies carry which strategy, in text order."""
    grammar = _compile_plan(lexicon)
    rows: list[PlanRow] = []
    columns: tuple[int, int] | None = None
    for cells in _table_rows(document):
        header = _find_columns(cells, grammar)
        if header is not None:
            columns = header
        elif columns is not None and len(cells) > max(columns):
            title, doers = cells[columns[0]], cells[columns[1]]
            mark = compile_patterns(lexicon).match_mark(title)
            plain = title[mark.end :] if mark else title
            agencies = tuple(match[0] for match in grammar.agency.finditer(doers))
            if plain.strip() and agencies:
                rows.append(PlanRow(plain.strip(), agencies))
    return tuple(rows)


def _table_rows(document: Document) -> Iterator[list[str]]:
    """Yield the cells of each row of the document's tables, empty ones too."""
    rows: dict[tuple[int, int], dict[int, str]] = {}
    for passage in document.passages:
        if (cell := passage.cell) is not None:
            row = rows.setdefault((cell.table, cell.row), {})
            row[cell.column] = row.get(cell.column, "") + passage.text.strip()
    for row in rows.values():
        yield [row.get(column, "") for column in range(1, max(row) + 1)]


def _find_columns(cells: Sequence[str], grammar: _PlanGrammar) -> tuple[int, int] | None:
    """Return the places of the strategy's and the agencies' column, if the row is a header."""
    strategy = [at for at, cell in enumerate(cells) if grammar.strategy.fullmatch(cell)]
    agencies = [at for at, cell in enumerate(cells) if grammar.agencies.fullmatch(cell)]
    return (strategy[-1], agencies[0]) if strategy and agencies else None


def link_sections(sections: Sequence[Section], rows: Sequence[PlanRow]) -> tuple[Section, ...]:
    """Return the sections with the agencies of their row and the strategies that they mirror."""
    agencies = {_bare(row.title): row.agencies for row in rows}
    mirrored = dict(_mirror_bullets(sections))
    linked: dict[str, Section] = {}
    for section in sections:
        parent = linked[section.parent.section_id] if section.parent else None
        own = agencies.get(_bare(section.title or ""), ())
        if section.level is not Level.STRATEGY:
            own = ()
        linked[section.section_id] = replace(
            section, parent=parent, agencies=own, strategy_id=mirrored.get(section.section_id)
        )
    return tuple(linked.values())


def _mirror_bullets(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a bullet's and its strategy's id, for bullets under a goal."""
    strategies = _strategies_by_goal(sections)
    groups: dict[str, list[Section]] = {}
    for section in sections:
        if section.level is Level.BULLET and section.parent is not None:
            groups.setdefault(section.parent.section_id, []).append(section)
    for bullets in groups.values():
        goal = bullets[0].at(Level.GOAL)
        choices = strategies.get(goal.number, []) if goal else []
        for bullet, strategy in _match_bullets(bullets, choices):
            yield bullet.section_id, strategy.section_id


def _match_bullets(
    bullets: Sequence[Section], choices: Sequence[Section]
) -> Iterator[tuple[Section, Section]]:
    """Pair bullets with strategies: one to one where there are as many, else by title alone.

    Of the pairings one to one the one with the likest titles wins, and order breaks a tie.
    """
    like = [[_likeness(bullet, choice) for choice in choices] for bullet in bullets]
    if len(bullets) == len(choices) <= _MOST_PAIRED:
        order = max(
            permutations(range(len(choices))),
            key=lambda places: (
                sum(like[at][to] for at, to in enumerate(places)),
                sum(at == to for at, to in enumerate(places)),
            ),
        )
        yield from ((bullets[at], choices[to]) for at, to in enumerate(order))
        return
    for bullet, row in zip(bullets, like, strict=True):
        if row and max(row) >= _ALIKE:
            yield bullet, choices[row.index(max(row))]


def _strategies_by_goal(sections: Sequence[Section]) -> Mapping[str, list[Section]]:
    """Return the strategies under each goal's number; of those that recur, the first."""
    found: dict[str, dict[str, Section]] = {}
    for section in sections:
        goal = section.at(Level.GOAL)
        if section.level is Level.STRATEGY and goal is not None:
            found.setdefault(goal.number, {}).setdefault(_bare(section.title or ""), section)
    return {number: list(strategies.values()) for number, strategies in found.items()}


def _likeness(left: Section, right: Section) -> float:
    """Return how much of the shorter title's characters and their pairs both share, 0 to 1."""
    one, other = _grams(left.title or ""), _grams(right.title or "")
    return sum((one & other).values()) / max(1, min(one.total(), other.total()))


@lru_cache(maxsize=1024)
def _grams(title: str) -> Counter[str]:
    bare = _bare(title)
    return Counter(bare) + Counter(a + b for a, b in pairwise(bare))


def _bare(title: str) -> str:
    return _NOT_HAN.sub("", title)
