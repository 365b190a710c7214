"""Lists of people in the window: what ended is chosen; one act deletes the names."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from hrdesk.gui.lists.rosters_dialog import RostersDialog
from hrdesk.gui.look.components import LinkButton
from hrdesk.services import retention
from tests.gui.test_history_dialog import answer_yes
from tests.support.desk import NOW
from tests.support.gui import press, settle
from tests.unit.services.test_history import PEOPLE, TRAINING, edit

if TYPE_CHECKING:
    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow
    from hrdesk.gui.shell.settings_page import SettingsPage
    from hrdesk.services.workspace import Workspace


def test_rosters__opened_from_the_settings__delete_what_ended(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    for until in ("2026-11-11", "2028-11-11"):
        answers = {**TRAINING, "roster_until": until}
        edit(workspace, None, NOW - timedelta(days=1), answers, PEOPLE)
    window.go("settings")
    settle(workers)
    button = cast("SettingsPage", window.page("settings")).rosters_button
    button.setFocus()
    press(button, "Space")
    settle(workers)
    (dialog,) = window.findChildren(RostersDialog)
    assert dialog.header.facts.whole_text() == "2 danh sách · 1 hết hạn"
    assert [one.people for one in dialog.chosen()] == [2]
    assert dialog.table.accessibleName()
    dialog.delete_button.setFocus()
    watch = answer_yes()
    press(dialog.delete_button, "Space")
    watch.stop()
    settle(workers)
    assert len(retention.rosters(workspace)) == 1
    assert retention.due(workspace, NOW.date()) == ()
    assert dialog.chosen() == []
    assert not dialog.delete_button.isEnabled()
    press(dialog, "Escape")
    assert not dialog.isVisible()


def test_home__a_list_has_ended__is_said_and_leads_to_the_act(
    window: MainWindow, workers: Workers, workspace: Workspace
) -> None:
    answers = {**TRAINING, "roster_until": "2026-11-11"}
    edit(workspace, None, NOW - timedelta(days=1), answers, PEOPLE)
    window.go("home")
    window.refresh()
    settle(workers)
    buttons = window.page("home").findChildren(LinkButton)
    (button,) = [one for one in buttons if "1 danh sách người" in one.accessibleName()]
    button.setFocus()
    press(button, "Space")
    settle(workers)
    (dialog,) = window.findChildren(RostersDialog)
    assert len(dialog.chosen()) == 1
    assert len(retention.rosters(workspace)) == 1  # nothing goes without the act
    press(dialog, "Escape")
