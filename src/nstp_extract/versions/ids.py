"""The ids of figures, carried from one version to the next."""

from collections.abc import Mapping
from dataclasses import replace

from nstp_extract.core.figure import Extraction


def rename_figures(extraction: Extraction, ids: Mapping[str, str]) -> Extraction:
    """Return an extraction whose figures, and the relations between them, have those ids."""
    return replace(
        extraction,
        figures=tuple(
            replace(figure, figure_id=ids[figure.figure_id]) for figure in extraction.figures
        ),
        relations=tuple(
            replace(relation, from_id=ids[relation.from_id], to_id=ids[relation.to_id])
            for relation in extraction.relations
        ),
    )
