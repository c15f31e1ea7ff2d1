"""Rules that hold for the project as a whole, whatever its modules do."""

import ast
import itertools
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import nstp_extract

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

HAN = "[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
HAN_NUMERALS = set("〇零○一二兩三四五六七八九十百千萬億兆廿卅壹貳貮參叁肆伍陸柒捌玖拾佰仟")
HAN_WORD = re.compile(rf"{HAN}+")
HAN_ALTERNATIVES = re.compile(rf"{HAN}\)?\|(?:\(\?:)?{HAN}")


def repository_files() -> list[Path]:
    """Every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def find_lines(pattern: str) -> list[str]:
    """`file:line: text` wherever the project's own words match; reports and gold are not."""
    exempt = (ROOT / "raw", ROOT / "tests" / "gold")
    found = []
    for path in repository_files():
        if any(path.is_relative_to(folder) for folder in exempt):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if re.search(pattern, line)
        ]
    return found


# --- layers -----------------------------------------------------------------------------------


def layers() -> set[str]:
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    (contract,) = [contract for contract in contracts if contract.get("exhaustive")]
    return set(re.findall(r"\w+", " ".join(contract["layers"])))


def test_every_module_of_the_library_has_a_layer():
    package = ROOT / "src" / "nstp_extract"
    children = {path.stem for path in package.glob("*.py")} - {"__init__"}
    children |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert children - layers() == set()


# --- knowledge is data ------------------------------------------------------------------------


def find_word_lists(source: str) -> list[int]:
    """Lines with a Han word list: a collection of two words or more, or a pattern that chooses.

    A message, with its punctuation or figures, is no word; a numeral is grammar, not vocabulary.
    """
    tree = ast.parse(source)
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return sorted(
        node.lineno  # type: ignore[attr-defined]
        for node in ast.walk(tree)
        if id(node) not in documentation
        and (_chooses(node) or sum(map(_is_word, _members(node))) > 1)
    )


def _members(node: ast.AST) -> list[ast.expr | None]:
    match node:
        case ast.List(elts=members) | ast.Set(elts=members) | ast.Tuple(elts=members):
            return list(members)
        case ast.Dict(keys=keys, values=values):
            return [*keys, *values]
        case ast.MatchOr(patterns=patterns):
            return [part.value for part in patterns if isinstance(part, ast.MatchValue)]
    return []


def _chooses(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return HAN_ALTERNATIVES.search(text) is not None
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
            return HAN_WORD.search(text) is not None
    return False


def _is_word(node: ast.expr | None) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return bool(HAN_WORD.fullmatch(node.value)) and not set(node.value) <= HAN_NUMERALS


def test_code_holds_no_han_word_list():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in ("src", "pipelines")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in find_word_lists(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "UNITS = ['億元', '人次']",
        "UNITS = {'元': 'TWD', '美元': 'USD'}",
        "if unit in ('家', '件'): pass",
        "pattern = re.compile('(?:約|逾)')",
        "pattern = re.compile('(?:約)|(?:逾)')",
        "UNITS = '億元 人次'.split()",
        "match unit:\n    case '家' | '件': pass",
    ],
)
def test_a_han_word_list_is_seen(source):
    assert find_word_lists(source)


@pytest.mark.parametrize(
    "source",
    [
        "MESSAGES = {'zh': '讀不到檔案', 'en': 'cannot be read'}",
        "def f():\n    '''Words such as 億元|人次.'''",
        "message = '沒有文字層的頁:{pages}'",
        "DIGITS = {'一': 1, '二': 2}",
        "messages = ['第 1 頁讀不到。', '檔案是空的。']",
    ],
)
def test_neither_message_nor_numeral_is_a_word_list(source):
    assert find_word_lists(source) == []


# --- what the project may not name ------------------------------------------------------------


def test_no_file_names_a_package_registry():
    assert find_lines(r"p[y]pi\.org|python[h]osted|npm[j]s\.|debian\.[o]rg|crates\.[i]o") == []


def test_no_file_names_a_path_of_one_machine():
    folder = r"(?:work|root|home/\w+|Users/\w+)"
    assert find_lines(rf"(?<![\w.)}}\]*-])/{folder}(?:/|[\s\"'`]|$)|[A-Z]:\\Users") == []


# --- dependencies -----------------------------------------------------------------------------


def pins() -> dict[str, list[str]]:
    """The versions that the lock pins, by package; more than one where they depend on Python."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    pinned: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;]+)", text, re.MULTILINE):
        pinned.setdefault(canonicalize_name(name), []).append(version)
    return pinned


def declared() -> list[Requirement]:
    """Every requirement that pyproject.toml states, except those on its own extras and groups."""
    project, groups = PYPROJECT["project"], PYPROJECT["dependency-groups"]
    stated = [
        *PYPROJECT["build-system"]["requires"],
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
        *(line for lines in groups.values() for line in lines if isinstance(line, str)),
    ]
    return [r for line in stated if (r := Requirement(line)).name != project["name"]]


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_lock_pins_what_pyproject_asks_for(requirement):
    versions = pins().get(canonicalize_name(requirement.name), [])
    assert versions
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_dependency_of_a_user_has_both_bounds():
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"].values()
    for line in [*project["dependencies"], *itertools.chain(*extras)]:
        operators = {part.operator for part in Requirement(line).specifier}
        assert operators in ({"=="}, {">=", "<"}) or line.startswith(project["name"]), line


def test_every_pin_has_a_hash():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.findall(r"^[\w.-]+.*==.*(?:\n    --hash.*)*", text, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_version_is_the_one_of_pyproject():
    assert nstp_extract.__version__ == PYPROJECT["project"]["version"]
