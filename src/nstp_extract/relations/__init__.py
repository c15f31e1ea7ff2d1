"""Links between figures that the text states: a baseline, a part of a total, a restatement."""

from nstp_extract.relations.baselines import list_changes
from nstp_extract.relations.links import find_relations

__all__ = ["find_relations", "list_changes"]
