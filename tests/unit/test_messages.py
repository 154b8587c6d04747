"""Texts for people are in message files, whole in every language, and nowhere in the code."""

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest

from open_comparisons.errors import OpenComparisonsError
from open_comparisons.messages import LANGUAGES, keys_below, message, say, say_in_all, say_in_each
from open_comparisons.tools.store import code_digest

PACKAGE = Path(__file__).parents[2] / "plugins" / "open_comparisons"
MODULES = sorted(PACKAGE.rglob("*.py"))
TABLES = sorted({path.name.partition(".")[0] for path in (PACKAGE / "words").iterdir()})
# Letters that the code sorts, reads or recognises; none of them is shown to anybody.
NOT_TEXTS = (
    "intake/checks/free_text.py",
    "intake/checks/roles.py",
    "intake/checks/small_counts.py",
    "intake/number_words.py",
    "intake/raw/encodings.py",
    "site/regions.py",
)
ASKING = {"say", "say_in_each", "say_in_all", "message", "keys_below", "OpenComparisonsError"}


def flat(content, above=""):
    """The texts of a table by their keys."""
    found = {}
    for name, value in content.items():
        found |= {f"{above}{name}": value} if isinstance(value, str) else flat(value, f"{above}{name}.")
    return found


def texts_of(table, lang):
    """The texts of one table in one language."""
    return flat(json.loads((PACKAGE / "words" / f"{table}.{lang}.json").read_text(encoding="utf-8")))


def placeholders(text):
    """The names of the values that a text asks for."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def strings(path):
    """The literal strings of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }
    docstrings |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_the_same_in_every_language(table):
    """Each text exists in all languages and asks for the same values; a singular may leave its number out."""
    first, *others = (texts_of(table, lang) for lang in LANGUAGES)
    for texts in others:
        assert texts.keys() == first.keys()
        for key, text in texts.items():
            assert placeholders(text) == placeholders(first[key]), key
    for key in first:
        assert key.removesuffix("|one") in first


@pytest.mark.parametrize("table", ["problems", "texts", "release"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_has_a_message_and_a_remedy(table, lang):
    """Both are sentences: they end as such, or in the command to give."""
    for code in keys_below(table):
        assert set(keys_below(f"{table}.{code}")) == {"message", "remedy"}
    for key, text in texts_of(table, lang).items():
        assert text.endswith((".", "?", "}")), key


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_holds_swedish_texts(path):
    """Swedish letters, or two languages round a slash, mean a text that belongs in a message file or in the theme."""
    if path.relative_to(PACKAGE).as_posix() not in NOT_TEXTS:
        assert [text for text in strings(path) if re.search("[åäöÅÄÖ]|[a-z.,;] / [a-z]", text)] == []


def test_a_reader_is_one_person():
    """Swedish texts that speak to a reader say "du": in commands, problems and letters, on pages, in the workbook."""
    theme = json.loads((PACKAGE.parents[1] / "theme" / "translations" / "sv.json").read_text(encoding="utf-8"))
    pages = ("sidor/lamna-data.sv.md", "sidor/dataskydd.sv.md")
    texts = [*theme.values(), *(text for table in TABLES for text in texts_of(table, "sv").values())]
    texts += [(PACKAGE.parents[1] / "content" / page).read_text(encoding="utf-8") for page in pages]
    assert [text for text in texts if re.search(r"\b(?:[Nn]i|[Ee]r|[Ee]ra|[Ee]rt)\b", text)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_asks_which_language_it_speaks(path):
    """A text is looked up by key and language, never chosen by a comparison."""
    compared = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(part, ast.Constant) and part.value in LANGUAGES for part in [node.left, *node.comparators])
    ]
    assert compared == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_key_in_the_code_has_a_text(path):
    """What is asked for by a literal key exists, and no error is raised with a text instead of a key."""
    known = {f"{table}.{key}" for table in TABLES for key in texts_of(table, LANGUAGES[0])}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING and node.args
        ):
            continue
        key = node.args[1] if node.func.id == "say" else node.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            assert any(text == key.value or text.startswith(f"{key.value}.") for text in known), key.value
        elif node.func.id == "OpenComparisonsError":
            assert isinstance(key, ast.Name), ast.unparse(node)


def test_a_text_is_filled_in_its_own_language():
    """Values that are themselves messages follow the language; lists are joined."""
    why = message("intake.needed.directory")
    assert say_in_each("problems.missing-file.remedy", why=why) == (
        "Lägg till filen: den är registret över utförare.",
        "Add the file: it is the directory of providers.",
    )
    assert say("en", "errors.files-exist", paths=["a", "b"]) == "a, b: already exists."


def test_one_is_said_in_the_singular():
    """A text with "|one" after its key is used where `count` is 1."""
    assert [say("en", "intake.summary.problems", count=count) for count in (1, 2)] == ["1 problem.", "2 problems."]


def test_a_text_for_readers_of_any_language_is_said_in_all_of_them_once():
    """Languages stand below each other, and texts that are equal are not repeated."""
    assert say_in_all("server.busy").splitlines() == list(say_in_each("server.busy"))
    assert say_in_all("errors.git", command="log", error="no") == "git log: no"


def test_an_error_speaks_the_language_asked_for_or_all():
    """`text` is for a command with a language; `str` is for logs and for commands without."""
    error = OpenComparisonsError("errors.no-such-path", path="x")
    assert error.text("en") == "x: there is no such file or folder."
    assert str(error) == "x: filen eller mappen finns inte.\nx: there is no such file or folder."


def test_a_changed_text_counts_as_changed_code(tmp_path):
    """What builds keep was made with the messages of its day."""
    (tmp_path / "words").mkdir()
    before = code_digest(tmp_path)
    (tmp_path / "words" / "cli.sv.json").write_text("{}", encoding="utf-8")
    assert code_digest(tmp_path) != before
