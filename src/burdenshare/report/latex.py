r"""The report's tables in LaTeX: booktabs rules, captions, labels, everything escaped.

The file can be compiled as it is; each table can also be taken out of it by itself. It asks for
``booktabs``, ``longtable``, ``array`` and ``hyperref``. ``\judged`` marks a number that is a
judgement and can be redefined.
"""

from __future__ import annotations

import re

from burdenshare.report.document import Document, Run, Table, runs
from burdenshare.report.document.layout import on_paper, weights
from burdenshare.report.document.parts import Cell, unbroken

PREAMBLE = r"""\documentclass[a4paper,10pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[margin=22mm]{geometry}
\usepackage{textcomp,array,booktabs,longtable}
\usepackage[hidelinks]{hyperref}
\newcommand{\judged}[1]{#1\textsuperscript{j}}
\newcolumntype{L}[1]{>{\raggedright\arraybackslash}p{#1}}
\newcolumntype{R}[1]{>{\raggedleft\arraybackslash}p{#1}}
\setlength{\LTleft}{0pt}\setlength{\tabcolsep}{3pt}\setlength{\parindent}{0pt}
\setlength{\parskip}{5pt}"""


def render_tex(document: Document) -> str:
    """Give the words and tables of a document as a LaTeX file; charts are left to other formats."""
    made = document.made
    lines = [
        f"% {document.title}: {document.standing}",
        f"% {document.how_made} {document.command}",
        "% A superscript j marks a judgement.",
        PREAMBLE,
        rf"\title{{{escaped(document.title)}}}",
        rf"\author{{}}\date{{As known on {made.as_of}}}",
        r"\begin{document}",
        r"\maketitle",
        escaped(document.description),
        "",
        rf"\emph{{{_written(document.question)}}}",
        "",
    ]
    for sentence in document.answer:
        lines += [_written(sentence), ""]
    lines += [escaped(finding) + "\n" for finding in document.findings]
    keys = tuple((name, figure) for name, figure in document.keys)
    lines += [_table(Table("Key figures", ("Figure", "Value"), keys, frozenset({1})), "keys")]
    for part in on_paper(document):
        lines += ["", rf"\section*{{{escaped(part.title)}}}"]
        for words in (*part.lead, *part.points):
            lines += [_written(words), ""]
        lines += [_table(t, f"{part.id}-{n}") for n, t in enumerate(part.tables, 1)]
    return "\n".join([*lines, r"\end{document}", ""])


def _table(table: Table, label: str) -> str:
    """A table that may run over pages."""
    kinds = ("R" if column in table.numeric else "L" for column in range(len(table.head)))
    columns = "".join(
        rf"{kind}{{\dimexpr {weight}\linewidth-2\tabcolsep\relax}}"
        for kind, weight in zip(kinds, weights(table), strict=True)
    )
    head = " & ".join(rf"\textbf{{{escaped(name)}}}" for name in table.head) + r" \\"
    rows = "\n".join(" & ".join(_written(cell) for cell in row) + r" \\" for row in table.rows)
    return "\n".join(
        (
            rf"% --- {table.caption}".replace("\n", " "),
            r"{\footnotesize",
            rf"\begin{{longtable}}{{{columns}}}",
            rf"\caption{{{escaped(table.caption)}}}\label{{tab:{label}}}\\",
            r"\toprule",
            head,
            r"\midrule\endfirsthead",
            r"\toprule",
            head,
            r"\midrule\endhead",
            r"\bottomrule\endfoot",
            rows,
            r"\end{longtable}}",
        )
    )


def _written(cell: Cell) -> str:
    return "".join(_piece(run) for run in runs(cell))


def _piece(run: Run) -> str:
    words = escaped(run.text if run.figure is None else unbroken(run.text))
    if run.is_judged:
        return rf"\judged{{{words}}}"
    if run.target.startswith(("https://", "http://")):
        return rf"\href{{{_address(run.target)}}}{{{words}}}"
    return words


_SIGNS = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_\allowbreak{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "\N{MINUS SIGN}": r"\ensuremath{-}", "\N{EN DASH}": "--", "\N{EM DASH}": "---",
    "\N{MULTIPLICATION SIGN}": r"\texttimes{}", "\N{LESS-THAN OR EQUAL TO}": r"\ensuremath{\leq}",
    "\N{GREATER-THAN OR EQUAL TO}": r"\ensuremath{\geq}", "\N{EURO SIGN}": r"\texteuro{}",
    "\N{NO-BREAK SPACE}": "~", "\n": " ",
}  # fmt: skip
"""How LaTeX writes signs that mean something to it, or that it lacks."""

_SPECIAL = re.compile("[" + re.escape("".join(_SIGNS)) + "]")


def escaped(text: str) -> str:
    """Write words so that LaTeX takes none of them as a command."""
    return _SPECIAL.sub(lambda sign: _SIGNS[sign[0]], text)


def _address(target: str) -> str:
    """Write an address for ``href``."""
    return re.sub(r"([%#&_{}\\^~])", r"\\\1", target)
