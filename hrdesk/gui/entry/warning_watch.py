"""What of the open record is unusual: worked out a moment after a change, shown at the questions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hrdesk.gui.entry.fault_marks import Shown
from hrdesk.gui.entry.form_view import FormView
from hrdesk.i18n import tr
from hrdesk.records.entry import NodeRef
from hrdesk.services import soft_checks
from hrdesk.services.soft_checks import Past
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.gui.look.page import Session
    from hrdesk.records.warnings import SoftWarning
    from hrdesk.services.entering import EntrySession
    from hrdesk.services.remarks import RemarkSeen

_DELAY_MS: Final = 150


class WarningWatch(QObject):
    """Keeps the warnings of one record; it decides nothing and stops nobody."""

    changed = Signal()

    def __init__(
        self, session: Session, filled: EntrySession, view: FormView, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._filled = filled
        self._view = view
        self._past = Past()
        self.found: tuple[SoftWarning, ...] = ()
        self.remarks = _remarks(session, filled)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DELAY_MS)
        self._soon.timeout.connect(self.look)
        workspace, form_id = session.workspace, filled.entry.form.form_id
        now, own = session.clock(), filled.record_id
        session.workers.run(
            lambda: soft_checks.past_of(workspace, form_id, now=now, besides=own),
            on_done=self._on_past,
            on_error=_nothing,
            owner=self,
        )
        self.look()

    def wait_a_moment(self) -> None:
        """An answer changed: look again once the keys rest."""
        self._soon.start()

    def look(self) -> None:
        """Look the record over now."""
        self._soon.stop()
        self.found = soft_checks.warnings_of(self._filled, self._past)
        shown = {_ref(one): _shown(one) for one in self.found}
        shown |= {
            NodeRef(one.remark.question): (remark_words(one), False)
            for one in self.remarks
            if one.remark.question and "/" not in one.remark.question and self._waits(one)
        }
        self._view.show_warnings(shown)
        self.changed.emit()

    def _waits(self, one: RemarkSeen) -> bool:
        """A remark ends with the answer that it was made about."""
        return self._filled.entry.value(NodeRef(one.remark.question)) == one.remark.value

    def open(self) -> tuple[SoftWarning, ...]:
        """Those that nobody accepted."""
        return tuple(one for one in self.found if one.accepted is None)

    def at(self, ref: NodeRef | None) -> SoftWarning | None:
        """The warning at a question; elsewhere the next that nobody accepted."""
        for one in self.found:
            if ref is not None and _ref(one) == ref:
                return one
        return next(iter(self.open()), None)

    def accept(self, warning: SoftWarning, reason: str) -> None:
        """Leave an answer standing, with a reason."""
        soft_checks.accept_warning(self._filled, warning, reason, now=self._session.clock())
        self.look()

    def warn_again(self, warning: SoftWarning) -> None:
        """Take an acceptance back."""
        soft_checks.withdraw_acceptance(self._filled, warning)
        self.look()

    def _on_past(self, past: Past) -> None:
        self._past = past
        self.look()


def _ref(warning: SoftWarning) -> NodeRef:
    return NodeRef(*warning.place)


def _shown(warning: SoftWarning) -> Shown:
    if warning.accepted is not None:
        return tr("Accepted: {reason}", reason=warning.accepted.reason), True
    return tr("{warning}   F3: accept with a reason", warning=warning.message), False


def _nothing(error: BaseException) -> None:
    """Without the past nothing is said about it; typing goes on."""
    del error


def _remarks(session: Session, filled: EntrySession) -> tuple[RemarkSeen, ...]:
    """What the province asks to be corrected in this record."""
    workspace = session.workspace
    if workspace.province or filled.record is None:
        return ()
    if not workspace.store.receipts.remarks(record_id=filled.record_id):
        return ()
    from hrdesk.services.remarks import remarks  # noqa: PLC0415 - only where there are some

    return tuple(remarks(workspace, record_id=filled.record_id, open_only=True))


def remark_words(one: RemarkSeen) -> str:
    """A remark in a sentence: what, who, when."""
    return tr(
        "The province remarks: {text} ({who}, {day})",
        text=one.remark.text,
        who=one.remark.made_by,
        day=show_date(datetime.fromisoformat(one.remark.made_at).date()),
    )
