"""The text of a case to plain data, with the line and column of every key and value.

Text is YAML 1.2 by its core rules (``NO`` is text, ``1e9`` a number, a date stays text), of which
JSON is a part. It is read event by event on a stack of our own, so that nesting, size, anchors and
tags are refused before anything is built from them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import yaml

from burdenshare.cases.hints import Path, clipped, format_path
from burdenshare.errors import CaseProblem

MAX_DEPTH = 40
MAX_NODES = 100_000
MAX_NUMBER_LENGTH = 400


class Place(NamedTuple):
    """Lines and columns from 1: of a value, and of its key; an item of a list is its own key."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass
class Composed:
    """What a text says: `data`, the place of each path in it, and what is wrong with the text.

    After a problem that ended the reading `complete` is false, and `data` is not to be used.
    """

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    problems: list[CaseProblem] = field(default_factory=list)
    complete: bool = True


# --- scalars -------------------------------------------------------------------------------------

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{f"{sign}.{word}": float("inf") for sign in ("", "+") for word in ("inf", "Inf", "INF")},
    **{f"-.{word}": float("-inf") for word in ("inf", "Inf", "INF")},
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def resolve(text: str) -> Any:
    """Read a plain scalar by the core rules of YAML 1.2.

    Examples
    --------
    >>> [resolve(text) for text in ("NO", "1e9", "12:30", "0o17", "2019-11-19", "~")]
    ['NO', 1000000000.0, '12:30', 15, '2019-11-19', None]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INTEGER.fullmatch(text):
        # Nobody counts beyond this; Python's own integers would grow without bound.
        return int(text) if len(text.lstrip("+-")) <= 18 else _float(text)
    if _OTHER_BASE.fullmatch(text):
        base = 8 if text[1] == "o" else 16
        return int(text, base) if len(text) <= 18 else float("inf")
    return _float(text) if _FLOAT.fullmatch(text) else text


def _float(text: str) -> float:
    return float(text) if len(text) <= MAX_NUMBER_LENGTH else float("inf")


# --- structure -----------------------------------------------------------------------------------

_NO_KEY = object()


class _TextError(Exception):
    """The text cannot be read beyond this problem."""

    def __init__(self, problem: CaseProblem) -> None:
        self.problem = problem


@dataclass(slots=True)
class _Open:
    """A mapping or list that has begun and not ended."""

    container: dict[str, Any] | list[Any]
    path: Path | None
    key: object = _NO_KEY  # None is the key of a value that is thrown away
    key_mark: Any = None


class _Composer:
    """Builds the data from events; `stack` holds what is open, outermost first."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.composed = Composed()
        self.stack: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._count(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(event)
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise self._stop(
                event.start_mark, f"*{clipped(str(event.anchor))} is an alias", _NO_ALIAS
            )
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._stop(
                    event.start_mark,
                    "a second document begins here",
                    "A case file holds one: remove the '---', or split the file.",
                )

    def _count(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self._stop(event.start_mark, f"the case has more than {MAX_NODES:,} values")
        if event.anchor is not None:
            raise self._stop(event.start_mark, f"&{clipped(event.anchor)} is an anchor", _NO_ALIAS)
        if event.tag is not None:
            raise self._stop(
                event.start_mark,
                f"{clipped(_short_tag(event.tag))} is a tag",
                "A case is plain data: write the value itself. Text that begins with ! needs "
                "quotation marks.",
            )

    def _scalar(self, event: Any) -> None:
        value = event.value if event.style else resolve(event.value)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.container, dict) and top.key is _NO_KEY:
            self._key(top, value, event)
        else:
            self._put(value, event.start_mark)

    def _key(self, top: _Open, value: Any, event: Any) -> None:
        assert isinstance(top.container, dict)
        mark = event.start_mark
        key: str | None = value if isinstance(value, str) else None
        if key is None:
            self._problem(mark, _not_a_key(event.value), top.path)
        elif key in top.container and top.path is not None:
            first = self.composed.places[(*top.path, key)].key_line
            self._problem(
                mark,
                f"this key stands twice, first on line {first}",
                (*top.path, key),
                "Keep one of them.",
            )
            key = None
        top.key, top.key_mark = key, mark

    def _open(self, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        is_list = isinstance(event, yaml.SequenceStartEvent)
        if len(self.stack) >= MAX_DEPTH:
            raise self._stop(event.start_mark, f"values are nested more than {MAX_DEPTH} deep")
        if top is not None and isinstance(top.container, dict) and top.key is _NO_KEY:
            what = "a list" if is_list else "a group of 'key: value' lines"
            raise self._stop(
                event.start_mark,
                f"{what} stands where a key should",
                "Text that begins with [ or { needs quotation marks.",
            )
        container: dict[str, Any] | list[Any] = [] if is_list else {}
        path = self._put(container, event.start_mark)
        self.stack.append(_Open(container, path))

    def _put(self, value: Any, mark: Any) -> Path | None:
        """Put a value where it belongs and note its place; give its path, None if it has none."""
        if not self.stack:
            self.composed.data = value
            self.composed.places[()] = _place(mark, mark)
            return ()
        top = self.stack[-1]
        if isinstance(top.container, list):
            step: object = len(top.container)
            key_mark = mark
            top.container.append(value)
        else:
            step, key_mark, top.key = top.key, top.key_mark, _NO_KEY
            if isinstance(step, str):
                top.container[step] = value
        if not isinstance(step, str | int) or top.path is None:
            return None
        path = (*top.path, step)
        self.composed.places[path] = _place(mark, key_mark)
        return path

    def _problem(self, mark: Any, message: str, path: Path | None, hint: str = "") -> None:
        where = format_path(path or ())
        self.composed.problems.append(
            CaseProblem(self.path, mark.line + 1, mark.column + 1, where, message, hint)
        )

    def _stop(self, mark: Any, message: str, hint: str = "") -> _TextError:
        where, place = format_path(self._path_now()), (mark.line + 1, mark.column + 1)
        return _TextError(CaseProblem(self.path, *place, where, message, hint))

    def _path_now(self) -> Path:
        if not self.stack or self.stack[-1].path is None:
            return ()
        top, path = self.stack[-1], self.stack[-1].path
        if isinstance(top.container, list):
            return (*path, len(top.container))
        return (*path, top.key) if isinstance(top.key, str) else path


_NO_ALIAS = (
    "Anchors and aliases are not used in a case: write the value out. Text that begins with & or * "
    "needs quotation marks."
)


def _place(mark: Any, key_mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1, key_mark.line + 1, key_mark.column + 1)


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _not_a_key(text: str) -> str:
    if text in ("", "~", "null", "Null", "NULL"):
        return "there is no key before the ':'"
    return f"a key is a word, and {clipped(text)} is not"


# --- text ----------------------------------------------------------------------------------------

_NOT_PRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: YAML 1.2, unlike the 1.1 of the parser, does not end lines at these.
_NOT_BREAKS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def compose(text: str, path: str = "case", *, json: bool = False, noun: str = "case") -> Composed:
    """Read text as YAML 1.2; with `json` also the pairs of escapes by which JSON writes emoji.

    `noun` is what messages call the file.
    """
    composed = _compose(text, path, json=json)
    if noun != "case":
        composed.problems = [_about(noun, problem) for problem in composed.problems]
    return composed


def _about(noun: str, problem: CaseProblem) -> CaseProblem:
    said, hint = (re.sub(r"\bcase\b", noun, text) for text in (problem.message, problem.hint))
    return replace(problem, message=said, hint=hint)


def _compose(text: str, path: str, *, json: bool) -> Composed:
    text = text.removeprefix("\ufeff")
    composer = _Composer(path)
    odd = _NOT_PRINTABLE.search(text)
    if odd:
        return _unreadable(composer, _odd_character(text, odd.start(), path))
    text = text.translate(_NOT_BREAKS)
    if json:
        text = _SURROGATES.sub(_astral, text)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
            composer.take(event)
    except _TextError as stop:
        return _unreadable(composer, stop.problem)
    except yaml.YAMLError as error:
        return _unreadable(composer, _syntax_problem(error, text, path))
    finally:
        loader.dispose()
    return composer.composed


def _unreadable(composer: _Composer, problem: CaseProblem) -> Composed:
    composer.composed.problems.append(problem)
    composer.composed.complete = False
    return composer.composed


def _odd_character(text: str, position: int, path: str) -> CaseProblem:
    before = text[:position]
    line, column = before.count("\n") + 1, position - before.rfind("\n")
    name = f"the character U+{ord(text[position]):04X} cannot be printed"
    return CaseProblem(path, line, column, "", name, "Remove it, or write it as an escape.")


def _astral(pair: re.Match[str]) -> str:
    high, low = (int(code, 16) for code in pair.groups())
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


# --- what the parser says, in plain words ---------------------------------------------------------

_INDENTATION = "Check the indentation here, and whether a ':' or a quotation mark is missing above."
_PLAIN_WORDS: dict[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "a ':' is not allowed here",
        "Text that holds ': ' needs quotation marks; a key stands at the indentation of its group.",
    ),
    "did not find expected key": ("this does not continue the lines above", _INDENTATION),
    "could not find expected ':'": ("a ':' is missing after the key above", _INDENTATION),
    "did not find expected '-' indicator": (
        "this is not an item of the list above",
        "Each item begins with '- ' at the same indentation.",
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "Begin each item with '- ' on a line of its own.",
    ),
    "mapping keys are not allowed in this context": (
        "a '?' is not allowed here",
        "Text that begins with '?' needs quotation marks.",
    ),
    "did not find expected ',' or ']'": (
        "the list begun with '[' on line {opened} does not go on like this",
        "Is there a ',' missing, or its ']'?",
    ),
    "did not find expected ',' or '}'": (
        "the group begun with '{' on line {opened} does not go on like this",
        "Is there a ',' missing, or its '}'?",
    ),
    "did not find expected node content": (
        "there is no value here",
        "Text that begins with one of , ] } needs quotation marks.",
    ),
    "found unexpected end of stream": ("the quotation mark opened here is never closed", ""),
    "found unexpected document indicator": ("the quotation mark opened here is never closed", ""),
    "found unknown escape character": (
        "there is no such escape",
        "Write \\\\ for a backslash, or use single quotation marks.",
    ),
    "found invalid Unicode character escape code": ("this escape names no character", ""),
    "did not find expected hexdecimal number": ("this escape needs more digits", ""),
    "did not find expected comment or line break": (
        "text after | or > begins on the next line",
        "Text that begins with | or > needs quotation marks.",
    ),
    "did not find expected alphabetic or numeric character": (
        "text that begins with & or * needs quotation marks",
        "",
    ),
    "found undefined tag handle": (
        "tags are not used in a case",
        "Write the value itself. Text that begins with ! needs quotation marks.",
    ),
    "did not find expected <document start>": ("this stands after the end of the case", ""),
    "found incompatible YAML document": ("this version of YAML is not read", "Write YAML 1.2."),
}
_TAB = ("a tab is used for indentation", "Indent with spaces.")
_OPENED_EARLIER = ("found unexpected end of stream", "found unexpected document indicator")


def _syntax_problem(error: yaml.YAMLError, text: str, path: str) -> CaseProblem:
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if said in _OPENED_EARLIER:
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark is not None else (-1, -1)
    begun = getattr(error, "context_mark", None)
    if "tab character" in said:
        words = _TAB
    elif said.startswith("found character"):
        words = _bad_beginning(text, line, column)
    else:
        words = _PLAIN_WORDS.get(said, (f"this is not valid YAML: {clipped(said, 100)}", ""))
    if begun is not None and "{opened}" in words[0]:
        words = (words[0].replace("{opened}", str(begun.line + 1)), words[1])
    return CaseProblem(path, line + 1, column + 1, "", *words)


def _bad_beginning(text: str, line: int, column: int) -> tuple[str, str]:
    lines = text.splitlines()
    rest = lines[line][column:] if 0 <= line < len(lines) else ""
    if rest.startswith("\t"):
        return _TAB
    return f"text cannot begin with {rest[:1]!r}", "Put it in quotation marks."
