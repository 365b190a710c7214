"""A form of 500 questions: a screenful first, a list of its pages with marks, keys between them."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from hrdesk.gui.entry.form_pages import FormPages
from hrdesk.gui.entry.form_view import FormView
from hrdesk.gui.entry.page_list import BLANK, FAULTY, WHOLE
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.records.entry import NodeRef
from tests.support.forms import NOW, compiled_of
from tests.support.gui import press

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

TYPES = ("text", "integer", "select_one yn", "date")


def long_form(groups: int) -> str:
    rows = []
    for group in range(groups):
        relevant = "${q1} = 3" if group == 2 else ""
        rows.append(f"| | begin_group | g{group} | Nhóm {group} | {relevant} | |")
        for n in range(group * 10, group * 10 + 10):
            needed = "yes" if n == 5 else ""
            rows.append(f"| | {TYPES[n % 4]} | q{n} | Câu {n} | | {needed} |")
        rows.append("| | end_group | | | | |")
    lists = "| choices |\n| | list_name | name | label |\n| | yn | y | Có |\n| | yn | n | Không |"
    head = "| survey |\n| | type | name | label | relevant | required |"
    return "\n".join([head, *rows, lists])


@pytest.fixture
def trial() -> Iterator[FormTrial]:
    made = FormTrial(lambda: NOW)
    made.resize(1100, 700)
    made.show_form(compiled_of(long_form(12)), "vi")
    made.show()
    made.activateWindow()
    yield made
    made.hide()
    made.deleteLater()


def parts(trial: FormTrial) -> tuple[FormView, FormPages]:
    assert trial.view is not None
    assert trial.view.pages is not None
    return trial.view, trial.view.pages


def test_long_form__at_first__a_screenful_is_built_and_every_page_listed(trial: FormTrial) -> None:
    trial.show_form(compiled_of(long_form(50)), "vi")
    view, pages = parts(trial)

    assert len(view.fields) < 40
    assert pages.list.count() == 50
    assert pages.list.item(7).text() == "8. Nhóm 7"
    view.ensure_built()
    assert len(view.fields) == 500


def test_long_form__keys_between_pages__skip_what_is_not_asked(trial: FormTrial) -> None:
    view, pages = parts(trial)
    QApplication.processEvents()
    view.focus_ref(NodeRef("q0"))
    pages.mark()

    pages.step(forward=True)
    assert view.current_ref() == NodeRef("q10")
    pages.step(forward=True)  # the third is asked only when q1 is 3
    assert view.current_ref() == NodeRef("q30")
    pages.step(forward=False)
    assert view.current_ref() == NodeRef("q10")

    focused = QApplication.focusWidget()
    assert focused is not None
    press(focused, "F10")
    assert view.current_ref() == NodeRef("q30")
    press(QApplication.focusWidget() or focused, "Ctrl+F10")
    assert view.current_ref() == NodeRef("q10")


def test_long_form__marks__say_what_is_whole_and_where_faults_are_shown(trial: FormTrial) -> None:
    view, pages = parts(trial)
    assert trial.filling is not None
    pages.mark()
    assert pages.list.mark_of(0) == BLANK

    trial.filling.answer(NodeRef("q10"), "y")
    pages.mark()
    assert pages.list.mark_of(1) == WHOLE
    assert pages.list.item(2).isHidden()

    view.reveal_faults()
    pages.mark()
    assert pages.list.mark_of(0) == FAULTY
    trial.filling.answer(NodeRef("q5"), "7")
    trial.filling.answer(NodeRef("q1"), "3")
    pages.mark()
    assert pages.list.mark_of(0) == WHOLE
    assert not pages.list.item(2).isHidden()


def test_short_form__has_no_list_of_pages() -> None:
    made = FormTrial(lambda: NOW)
    made.show_form(compiled_of(long_form(4)), "vi")
    assert made.view is not None
    assert made.view.pages is None
    made.deleteLater()


def test_long_form__without_groups__pages_of_twenty(trial: FormTrial) -> None:
    rows = "\n".join(f"| | text | q{n} | Câu {n} |" for n in range(120))
    trial.show_form(compiled_of(f"| survey |\n| | type | name | label |\n{rows}"), "vi")
    _, pages = parts(trial)
    assert pages.list.count() == 6
    assert pages.list.item(1).text() == "2. Câu 20"


def test_other_page__keyboard_in_it__leaves_this_one_alone(trial: FormTrial, qtbot: QtBot) -> None:
    view, _ = parts(trial)
    view.ensure_built()
    other = FormTrial(lambda: NOW)
    qtbot.addWidget(other)
    other.show_form(compiled_of(long_form(2)), "vi")
    other.show()
    view.focus_ref(NodeRef("q30"))  # the other has no such question
    assert view.current_ref() == NodeRef("q30")
    assert other.view is not None
    assert other.view.current_ref() is None


def test_destroyed__with_the_keyboard_in_it__nobody_calls_it_again(qtbot: QtBot) -> None:
    kept = FormTrial(lambda: NOW)
    qtbot.addWidget(kept)
    kept.show_form(compiled_of(long_form(2)), "vi")
    kept.show()
    kept.activateWindow()
    assert kept.view is not None
    for _ in range(5):
        going = FormTrial(lambda: NOW)
        going.show_form(compiled_of(long_form(2)), "vi")
        going.show()
        going.activateWindow()
        qtbot.waitUntil(going.isActiveWindow)
        assert going.view is not None
        going.view.focus_ref(NodeRef("q0"))
        assert going.view.current_ref() == NodeRef("q0")
        with qtbot.captureExceptions() as raised:
            going.view.fields[NodeRef("q0")].setFocus()
            del going  # Python lets go of it first, Qt second
            gc.collect()
            kept.activateWindow()
            qtbot.waitUntil(kept.isActiveWindow)
            kept.view.focus_ref(NodeRef("q1"))
        assert raised == []
        assert kept.view.current_ref() == NodeRef("q1")
