"""Every dialog of the program, opened one after the other on a desk where the journey was played.

`clerk` and `province` name what they open; `visit` opens one, lets somebody look, and closes it. Whoever
adds a dialog adds a line here: a test compares the lines with the dialogs that the program has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hrdesk.errors import DiskFullError
from hrdesk.gui.look import messages
from hrdesk.records.entry import NodeRef
from hrdesk.services import entering
from hrdesk.services.lists import RecordQuery
from tests.support.gui import rest, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hrdesk.gui.look.workers import Workers
    from hrdesk.gui.shell.main_window import MainWindow

LONG = "Tọa đàm về quyền của phụ nữ dân tộc thiểu số và trẻ em gái trong thời kỳ chuyển đổi số " * 4


@dataclass(frozen=True)
class Place:
    """What a dialog opens on; `sample` is the folder of the journey."""

    window: MainWindow
    workers: Workers
    sample: Path

    @property
    def session(self) -> Any:
        return self.window.session

    def records(self, form_id: str = "activity") -> list[Any]:
        store = self.session.workspace.store
        return list(store.rows(store.ids(RecordQuery(form_id=form_id, limit=50))))

    def page(self, page_id: str, **arguments: object) -> Any:
        self.window.go(page_id, **arguments)
        settle(self.workers)
        return self.window.page(page_id)


def visit(place: Place, opening: Callable[[Place], object], look: Callable[[QWidget], None]) -> int:
    """Open, look, close; gives how many dialogs were looked at (a modal one blocks its opener)."""
    seen: list[QWidget] = []

    def look_once() -> None:
        found = [
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, QDialog) and one.isVisible() and one not in seen
        ]
        if found:
            timer.stop()  # what looks lets the loop run
        for one in found:
            seen.append(one)
            one.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
            settle(place.workers)
            look(one)
            one.done(0)

    timer = QTimer()
    timer.timeout.connect(look_once)
    timer.start(40)
    opened = opening(place)
    if isinstance(opened, QDialog) and not opened.isVisible() and opened not in seen:
        opened.open()
    for _ in range(100):
        if seen:
            break
        rest(40)
    timer.stop()
    settle(place.workers)
    return len(seen)


# --- what anybody meets


def _error(place: Place) -> None:
    messages.show_error(place.window, DiskFullError(path="E:/bao_cao/bao_cao_2026-10.pdf"))


def _bug(place: Place) -> None:
    said = messages.message_of(ValueError())
    messages.tell(place.window, said.title, said.remedy)


def _ask(place: Place) -> None:
    messages.ask(
        place.window, f"Xóa “{LONG}”?", "Có thể lấy lại trong thùng rác.", "Xóa", danger=True
    )


def _progress(place: Place) -> QDialog:
    from hrdesk.gui.look.workers import TaskProgress

    progress = TaskProgress()
    dialog = messages.ProgressDialog(place.window, "Đang nhập 50.000 dòng", progress)
    dialog.appear.stop()
    dialog._moved(12_000, 50_000, "Dòng 12.000")
    return dialog


def _shortcuts(place: Place) -> None:
    place.window.go("records", form_id="activity", new=True)
    settle(place.workers)
    place.window.show_shortcuts()


def _columns(place: Place) -> None:
    place.page("records", form_id="activity").list.choose_columns()


def _history(place: Place) -> QDialog:
    from hrdesk.gui.lists.history_dialog import HistoryDialog

    return HistoryDialog(place.session, place.records()[0].record_id, place.window)


def _compare(place: Place) -> QDialog:
    from hrdesk.gui.entry.compare_dialog import CompareDialog
    from hrdesk.services.comparing import compare

    first, second = place.records()[:2]
    ws, now = place.session.workspace, place.session.clock()
    opened = entering.open_entry(ws, first.record_id, now=now)
    return CompareDialog(compare(ws, opened, second.record_id, now=now), place.window)


def _conflict(place: Place) -> QDialog:
    from dataclasses import replace

    from hrdesk.gui.entry.conflict_dialog import ConflictDialog
    from hrdesk.services.conflicts import conflict_of

    ws, now = place.session.workspace, place.session.clock()
    opened = entering.open_entry(ws, place.records()[0].record_id, now=now)
    answers = {**opened.record.answers, "place": "Nhà văn hóa ấp", "people": "64"}
    ws.store.save(replace(opened.record, answers=answers), at=now, actor="Lê Thị Thử")
    opened.entry.set_value(NodeRef("title"), LONG)
    return ConflictDialog(conflict_of(ws, opened, now=now), place.window)


def _reasons(place: Place) -> QDialog:
    from hrdesk.gui.lists.list_acts import ReasonsDialog
    from hrdesk.services.bulk import BulkAct, BulkOutcome, Refusal

    refused = tuple(
        Refusal(row.record_id, row.form_id, LONG[: 40 + 90 * number], "Hình thức: chưa trả lời.")
        for number, row in enumerate(place.records()[:3])
    )
    return ReasonsDialog(BulkOutcome(next(iter(BulkAct)), refused=refused), place.window)


def _unit(place: Place) -> QDialog:
    from hrdesk.gui.lists.filter_menu import UnitDialog

    dialog = UnitDialog(place.session.workspace, place.session.today(), place.window)
    dialog.units.field.setText("o la")
    return dialog


def _series(place: Place) -> QDialog:
    from hrdesk.gui.entry.series_dialog import SeriesDialog

    return SeriesDialog(LONG, date(2026, 11, 12), place.session.today, place.window)


def _all_series(place: Place) -> QDialog:
    from hrdesk.gui.lists.series_manager import SeriesManager
    from hrdesk.services import recurring
    from hrdesk.services.recurrence import Frequency, Recurrence

    ws, now = place.session.workspace, place.session.clock()
    if not recurring.series_list(ws):
        form_id, answers = recurring.template_of(ws, place.records()[0].record_id)
        rule = Recurrence(Frequency.WEEKLY, date(2026, 10, 1), (3,), date(2026, 12, 31), None)
        recurring.add_series(ws, form_id, answers, rule, now=now)
        recurring.make_due_drafts(ws, now=now)
    return SeriesManager(place.session, place.window)


def _day(place: Place) -> QDialog:
    from hrdesk.gui.look.day_dialog import DayDialog

    return DayDialog(
        "Tổ chức vào ngày khác",
        "Buổi ngày 12/11/2026",
        "Ngày tổ chức",
        place.session.today,
        place.window,
    )


def _rosters(place: Place) -> QDialog:
    from hrdesk.gui.lists.rosters_dialog import RostersDialog

    return RostersDialog(place.session, place.window)


def _recovery(place: Place) -> QDialog:
    from hrdesk.gui.entry.recovery import RecoveryDialog
    from hrdesk.services.recovering import Interrupted

    found = Interrupted("x", "activity", "Hoạt động", LONG, place.session.clock())
    return RecoveryDialog(place.session, found, place.window)


def _paste(place: Place) -> QDialog:
    from hrdesk.gui.entry.paste_preview import PastePreview
    from hrdesk.gui.entry.pasted_rows import guess_columns

    view = _training(place)
    (table,) = view.tables.values()
    rows = [["Họ và tên", "Giới tính", "Đơn vị", "Điện thoại"]] + [
        [f"Nguyễn Thị Mẫu {number}", "Nữ", "Hội Liên hiệp Phụ nữ xã Ô Lâm", f"09000000{number:02d}"]
        for number in range(30)
    ]
    columns = table.model.columns()
    return PastePreview(
        place.window, rows, columns, guess_columns(rows, columns), place.session.today()
    )


def _training(place: Place) -> Any:
    page = place.page("records", form_id="training", new=True)
    view = page._entry.view
    view.ensure_built()
    return view


def _report_text(place: Place) -> None:
    page = place.page("report")
    page.acts.edit_text()


def _token(place: Place) -> QDialog:
    from hrdesk.gui.exchange.token_dialog import TokenDialog

    return TokenDialog(place.session, place.window)


def _identity(place: Place) -> QDialog:
    from hrdesk.gui.exchange.identity_dialog import IdentityDialog

    return IdentityDialog(place.session, place.window)


def _new_passphrase(place: Place) -> QDialog:
    return _acts_of_identity(place).ask_passphrase()


def _lost_key(place: Place) -> QDialog:
    return _acts_of_identity(place).ask_lost()


def _acts_of_identity(place: Place) -> Any:
    from hrdesk.gui.exchange.identity_dialog import IdentityDialog

    return IdentityDialog(place.session, place.window)


def _lock(place: Place) -> QDialog:
    from hrdesk.gui.shell.locking import LockScreen

    return LockScreen(place.session, place.window)


def _deliver(place: Place) -> QDialog:
    from hrdesk.gui.exchange.deliver_dialog import DeliverDialog
    from hrdesk.services.delivery.journal import journal

    return DeliverDialog(place.session, journal(place.session.workspace)[0], parent=place.window)


def _countersign(place: Place) -> QDialog:
    from hrdesk.gui.exchange.countersign_dialog import CountersignDialog
    from hrdesk.services.delivery.journal import journal

    return CountersignDialog(place.session, journal(place.session.workspace)[0], place.window)


def _kit(place: Place) -> QDialog:
    from hrdesk.gui.exchange.kit_dialog import KitDialog
    from hrdesk.services.kits import look_at_kit

    ws = place.session.workspace
    path = next(iter(place.sample.glob("*kit*.asice")), place.sample / "none.asice")
    return KitDialog(place.session, look_at_kit(ws, path, now=place.session.clock()), place.window)


def _verify(place: Place) -> QDialog:
    from hrdesk.gui.exchange.verify_dialog import VerifyDialog
    from hrdesk.services.verifying import verify_here

    ws, now = place.session.workspace, place.session.clock()
    sent = [path for path in place.sample.rglob("*.asice") if path.is_file()][:3]
    (place.sample / "hong.asice").write_bytes(b"hong")
    return VerifyDialog(
        verify_here(ws, [*sent, place.sample / "hong.asice"], now=now), place.window
    )


def _paper(place: Place) -> QDialog:
    from hrdesk.gui.papers.paper_dialog import PaperDialog

    path = next(iter(sorted((place.sample / "reports").glob("*.pdf"))))
    return PaperDialog(path, place.window)


def _sign_paper(place: Place) -> QDialog:
    from hrdesk.gui.papers.sign_paper_dialog import SignPaperDialog

    path = next(iter(sorted((place.sample / "reports").glob("*.pdf"))))
    return SignPaperDialog(place.session, path, "bao_cao", place.window)


def _signed_paper(place: Place) -> QDialog:
    from hrdesk.gui.papers.sign_paper_dialog import SignedPaperDialog
    from hrdesk.services.verifying import verify_files

    bundles = sorted((place.sample / "bundles").glob("*.asice"))[:1]
    now = place.session.clock()
    (outcome,) = verify_files(bundles, ca=place.sample / "trust" / "ca.crt", now=now)
    return SignedPaperDialog(outcome, "Đã lưu bao_cao.pdf.", place.window)


def _form_versions(place: Place) -> QDialog:
    from hrdesk.gui.forms.form_versions import FormVersions
    from hrdesk.services import form_use

    kept = form_use.form_versions(place.session.workspace, "activity")
    return FormVersions(place.session, "activity", kept, place.window)


ANYBODY: dict[str, Callable[[Place], object]] = {
    "error": _error,
    "bug": _bug,
    "ask": _ask,
    "progress": _progress,
    "shortcuts": _shortcuts,
    "columns": _columns,
    "history": _history,
    "compare": _compare,
    "conflict": _conflict,
    "reasons": _reasons,
    "unit": _unit,
    "series": _series,
    "all_series": _all_series,
    "day": _day,
    "rosters": _rosters,
    "recovery": _recovery,
    "paste": _paste,
    "report_text": _report_text,
    "token": _token,
    "identity": _identity,
    "new_passphrase": _new_passphrase,
    "lost_key": _lost_key,
    "lock": _lock,
    "paper": _paper,
}
CLERK: dict[str, Callable[[Place], object]] = ANYBODY | {
    "deliver": _deliver,
    "sign_paper": _sign_paper,
    "signed_paper": _signed_paper,
    "form_versions": _form_versions,
    "countersign": _countersign,
    "kit": _kit,
    "verify": _verify,
}


# --- what the province meets


def _receive_key(place: Place) -> QDialog:
    from hrdesk.gui.exchange.key_dialog import KeyDialog

    return KeyDialog(lambda _: None, place.window)


def _card(place: Place) -> Any:
    from hrdesk.gui.province.authority_card import AuthorityCard

    return place.page("enrol").findChild(AuthorityCard)


def _apart(place: Place) -> QDialog:
    return _card(place).ask_set_up()


def _list(place: Place) -> QDialog:
    return _card(place).ask_list()


def _answer(place: Place) -> QDialog:
    return place.page("receive").receipts.write()


def _remark(place: Place) -> QDialog:
    from hrdesk.gui.entry import remark_acts

    row = place.records()[0]
    return remark_acts.ask_remark(place.session, place.window, row.form_id, row.record_id, LONG)


def _kit_act(name: str) -> Callable[[Place], object]:
    return lambda place: getattr(place.page("kit").acts, name)()


PROVINCE: dict[str, Callable[[Place], object]] = {
    "kit_period": _kit_act("ask_period"),
    "kit_letterhead": _kit_act("ask_letterhead"),
    "kit_recipient": _kit_act("ask_recipient"),
    "kit_escrow": _kit_act("ask_escrow"),
    "receive_key": _receive_key,
    "apart": _apart,
    "list": _list,
    "answer": _answer,
    "remark": _remark,
}
