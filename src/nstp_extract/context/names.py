"""What an agency is called: the names the lexicon lists, and those that are built like them.

A name that is built has a known body or place before it and is made of the words of offices:
臺中市政府社會局, 勞動部勞動力發展署桃竹苗分署, 客委會客家文化發展中心.
"""

import re
from collections.abc import Sequence

from nstp_extract.lexicon import Lexicon
from nstp_extract.lexicon.load import compile_surfaces

_MAX_SHORT = 6
_MAX_WORDS = 6


def names_to_pattern(names: Sequence[str], lexicon: Lexicon) -> str:
    """Return the pattern of every agency's name, the longest that stands at its place.

    >>> import re
    >>> from nstp_extract.lexicon import load_lexicon
    >>> lexicon = load_lexicon()
    >>> pattern = names_to_pattern(["勞動部", "臺中市政府"], lexicon)
    >>> [m[0] for m in re.finditer(pattern, "勞動部所需經費由臺中市政府社會局及勞動部統計處支應")]
    ['勞動部', '臺中市政府社會局', '勞動部統計處']
    """
    heads = [s for s in names if s.endswith("管理局") and len(s) <= _MAX_SHORT]
    stems = compile_surfaces([s.removesuffix("管理局") for s in heads] or ["\0"])
    nouns, tails = lexicon.surfaces("office_noun"), lexicon.surfaces("office_tail")
    places, cities = (
        lexicon.surfaces("office_place"),
        compile_surfaces(lexicon.surfaces("office_city")),
    )
    place = compile_surfaces(places)
    first = compile_surfaces([*nouns, *places])
    word = compile_surfaces({*nouns, *places, *tails})
    kind = f"(?:{lexicon.pattern('office_kind')})"
    office = rf"(?:{first})(?:{word}){{0,{_MAX_WORDS}}}{kind}"
    local = lexicon.surfaces("local_office")
    known = compile_surfaces([*names, *local])
    firsts = {name[0] for name in (*names, *local, *places, *lexicon.surfaces("office_city"))}
    begins = "".join(re.escape(char) for char in sorted(firsts))
    built = "|".join((
        rf"(?:(?:{stems})、)+(?:{stems})管理局",
        rf"(?:{known})(?:{lexicon.pattern('numbered_body')}|{office})*",
        rf"(?:{cities})(?:{lexicon.pattern('local_body')}|{office})",
        rf"(?:{place}){{1,2}}(?:{lexicon.pattern('seated_body')}|(?:{word}){{1,{_MAX_WORDS}}}{kind})",
    ))  # fmt: skip
    whole = lexicon.pattern("longer_word")
    return f"(?=[{begins}])(?:{built})(?!{whole})|{lexicon.pattern('named_body')}"
