"""What the reports' language is made of, as data: units, classifiers, cues, agencies, headings.

`data/*.toml` holds the entries, `entries` their types, `load` the gate they pass. No rule lives
here: what an entry does to a figure is decided in ``quantity`` and ``context``.
"""

from nstp_extract.lexicon.load import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
