"""The form engine beside lxml's XPath on the same expressions over the same document.

lxml evaluates every expression again after a change; the engine those that depend on it. Both run
in this process one after the other, so the ratio says more than the milliseconds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from hrdesk.forms.compilation import compile_form
from hrdesk.forms.compiled import CompiledForm
from hrdesk.forms.xform import parse_form
from hrdesk.records.entry import FormEntry, NodeRef
from tests.bench.result import Result
from tests.support.forms import NOW, TODAY, xform_of

MS = "ms"
CHAIN = 60
QUESTIONS = 500
ROWS = 300
CHANGES = 60
PAGE = 17  # questions that fill the first page


def bench_chain(_folder: Path) -> list[Result]:
    """A keystroke in a form whose sixty calculations depend on one another; goal 2 ms."""
    rows = ["| | integer | q0 | Q0 | |"]
    rows += [
        f"| | calculate | q{n} | | if(${{q{n - 1}}} > 100, ${{q{n - 1}}} - 7, ${{q{n - 1}}} + 3) |"
        for n in range(1, CHAIN + 1)
    ]
    entry, compiled = _entry(_survey(rows))
    root = etree.fromstring(
        "<data>" + "".join(f"<q{n}>1</q{n}>" for n in range(CHAIN + 1)) + "</data>"
    )
    # XPath 1.0 has no if(): the same arithmetic with booleans as numbers
    plain = [
        etree.XPath(f"number(/data/q{n - 1}) + 3 - 10 * number(/data/q{n - 1} > 100)")
        for n in range(1, CHAIN + 1)
    ]
    cells = [root.find(f"q{n}") for n in range(CHAIN + 1)]

    def by_lxml(value: int) -> None:
        cells[0].text = str(value)
        for number, expression in enumerate(plain, 1):
            cells[number].text = str(expression(root))

    ours = _median(lambda n: entry.set_value(NodeRef("q0"), str(n)))
    theirs = _median(by_lxml)
    last = entry.value(NodeRef(f"q{CHAIN}"))
    assert float(last) == float(cells[CHAIN].text), (last, cells[CHAIN].text)
    del compiled
    return [_line(f"forms: keystroke, {CHAIN} chained expressions", ours, theirs, 2)]


def bench_long_form(_folder: Path) -> list[Result]:
    """A keystroke in a form of 500 questions (goal 5 ms), and the opening of a record of it."""
    rows = []
    for n in range(QUESTIONS // 5):
        before = f"${{a{n - 1}}}" if n else "1"
        rows += [
            f"| | integer | a{n} | A{n} | | . >= 0 | |",
            f"| | text | b{n} | B{n} | | | ${{a{n}}} > 3 |",
            f"| | select_one l | c{n} | C{n} | | | ${{b{n}}} != '' |",
            f"| | date | d{n} | D{n} | | . <= today() | |",
            f"| | calculate | e{n} | | coalesce(${{a{n}}}, 0) + coalesce({before}, 0) | | |",
        ]
    head = "| survey |\n| | type | name | label | calculation | constraint | relevant |\n"
    choices = "\n| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"
    entry, compiled = _entry(head + "\n".join(rows) + "\n" + choices)
    names = [f"{letter}{n}" for n in range(QUESTIONS // 5) for letter in "abcde"]
    root = etree.fromstring("<data>" + "".join(f"<{name}>1</{name}>" for name in names) + "</data>")
    plain = [
        etree.XPath(text)
        for n in range(QUESTIONS // 5)
        for text in (
            f"/data/a{n} >= 0",
            f"/data/a{n} > 3",
            f"/data/b{n} != ''",
            f"number(/data/a{n}) + number(/data/a{max(n - 1, 0)})",
        )
    ]

    def by_lxml(value: int) -> None:
        root[250].text = str(value)
        for expression in plain:
            expression(root)

    middle = QUESTIONS // 10
    ours = _median(lambda n: entry.set_value(NodeRef(f"a{middle}"), str(n)))
    theirs = _median(by_lxml)
    answers = {f"a{n}": "5" for n in range(QUESTIONS // 5)}
    opening = _median(
        lambda _n: FormEntry.open(compiled, answers, {}, today=TODAY, now=NOW, language="vi"),
        times=7,
    )
    return [
        _line(f"forms: keystroke, {QUESTIONS} questions", ours, theirs, 5),
        _line(f"forms: open a record of {QUESTIONS} questions (engine)", opening, theirs, 150),
    ]


_IN_THE_WINDOW = """
import statistics, sys, time
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget
from hrdesk.gui.shell.app import make_application
from hrdesk.gui.forms.form_trial import FormTrial
from tests.bench.bench_forms import PAGE, window_form
from tests.support.forms import NOW
app = make_application()
compiled = window_form(grouped=sys.argv[1] == "grouped")
def ours():
    trial = FormTrial(lambda: NOW)
    trial.resize(1100, 700)
    trial.show()
    app.processEvents()
    begun = time.perf_counter()
    trial.show_form(compiled, "vi")
    trial.repaint()
    seen = (time.perf_counter() - begun) * 1000
    trial.hide()
    trial.deleteLater()
    app.processEvents()
    return seen
def bare():
    begun = time.perf_counter()
    page = QScrollArea()
    page.setWidgetResizable(True)
    inside = QWidget()
    grid = QGridLayout(inside)
    for number in range(PAGE):
        grid.addWidget(QLabel(f"Câu {number}"), number, 0)
        grid.addWidget(QLineEdit(), number, 1)
    page.setWidget(inside)
    page.resize(1100, 700)
    page.show()
    page.repaint()
    seen = (time.perf_counter() - begun) * 1000
    page.hide()
    page.deleteLater()
    app.processEvents()
    return seen
ours(), bare()
print(statistics.median(ours() for _ in range(9)), statistics.median(bare() for _ in range(9)))
"""


def window_form(*, grouped: bool) -> CompiledForm:
    """Five hundred questions of four kinds, in groups of ten or in one long row."""
    kinds = ("text", "integer", "select_one l", "date")
    rows = []
    for n in range(QUESTIONS):
        if grouped and n % 10 == 0:
            rows.append(f"| | begin_group | g{n} | Nhóm {n} | |")
        rows.append(f"| | {kinds[n % 4]} | q{n} | Câu {n} | |")
        if grouped and n % 10 == 9:
            rows.append("| | end_group | | | |")
    lists = "| choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"
    return compile_form(parse_form(xform_of(_survey(rows) + lists)))


def bench_window(_folder: Path) -> list[Result]:
    """A form of 500 questions opened to its first page, painted; goal 150 ms."""
    return [_first_page(shape) for shape in ("grouped", "flat")]


def _first_page(shape: str) -> Result:
    told = subprocess.run(
        [sys.executable, "-c", _IN_THE_WINDOW, shape],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ).stdout.split()
    ours, bare = map(float, told[-2:])
    name = f"forms: {QUESTIONS} questions ({shape}) to the first page, beside {PAGE} bare"
    return _line(name, ours, bare, 150)


def bench_repeat(_folder: Path) -> list[Result]:
    """A change in a table of 300 rows with two calculations a row and two sums; goal 5 ms."""
    entry, _ = _entry(
        _survey(
            [
                "| | begin_repeat | r | R | |",
                "| | integer | a | A | |",
                "| | integer | b | B | |",
                "| | calculate | s | | coalesce(${a}, 0) + coalesce(${b}, 0) |",
                "| | calculate | p | | coalesce(${s}, 0) * 2 |",
                "| | end_repeat | | | |",
                "| | calculate | total | | sum(${p}) |",
                "| | calculate | rows | | count(${r}) |",
            ]
        )
    )
    while entry.rows("r") < ROWS:
        entry.add_row("r")
    for row in range(ROWS):
        entry.set_value(NodeRef("b", "r", row), "1")
    root = etree.fromstring("<data>" + "<r><a>1</a><b>1</b><s/><p/></r>" * ROWS + "<total/></data>")
    own = [etree.XPath("number(a) + number(b)"), etree.XPath("number(s) * 2")]
    total = etree.XPath("sum(/data/r/p)")

    def by_lxml(value: int) -> None:
        for number, row in enumerate(root.findall("r")):
            if number == ROWS // 2:
                row[0].text = str(value)
            row[2].text = str(own[0](row))
            row[3].text = str(own[1](row))
        total(root)

    ours = _median(lambda n: entry.set_value(NodeRef("a", "r", ROWS // 2), str(n)))
    return [_line(f"forms: change in a repeat of {ROWS} rows", ours, _median(by_lxml), 5)]


def _survey(rows: list[str]) -> str:
    return "| survey |\n| | type | name | label | calculation |\n" + "\n".join(rows) + "\n"


def _entry(markdown: str) -> tuple[FormEntry, CompiledForm]:
    compiled = compile_form(parse_form(xform_of(markdown)))
    entry = FormEntry.new(compiled, today=TODAY, now=NOW, language="vi", random=1)
    return entry, compiled


def _median(call: Callable[[int], object], times: int = CHANGES) -> float:
    """Milliseconds of one call; each gets another number."""
    call(1)
    seen = []
    for number in range(2, times + 2):
        begun = time.perf_counter()
        call(number)
        seen.append((time.perf_counter() - begun) * 1000)
    return statistics.median(seen)


def _line(name: str, ours: float, theirs: float, most_ms: float) -> Result:
    """The goal of these is in milliseconds; the ratio stands beside it for other machines."""
    return Result(f"{name} (≤ {most_ms:g} ms)", ours, theirs, ours / theirs, 0, MS)


BENCHES = (bench_chain, bench_long_form, bench_repeat, bench_window)
