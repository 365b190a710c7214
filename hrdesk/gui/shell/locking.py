"""Locking the screen: now by a key, or by itself when nobody did anything for a while.

While it is locked every window is covered and nothing of the data can be seen or pressed. What was
typed is on the disk as a draft before the cover comes; passphrases typed into fields are emptied,
so that no key can be opened with them. Only the passphrase, or the PIN of the token, opens it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from hrdesk.gui.look.components import FormField, IconMark, PrimaryButton, label
from hrdesk.gui.look.fitting_dialog import FittingDialog
from hrdesk.gui.look.idle_time import IDLE_SETTING, idle_minutes
from hrdesk.gui.look.messages import message_of
from hrdesk.gui.look.passphrase import PassphraseField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import tr
from hrdesk.services import signing

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from hrdesk.gui.look.page import Session

_LONGEST_WAIT_S: Final = 60
_SIGNS_OF_LIFE: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Locking(QObject):
    """Watches for signs of life at the windows, and covers them."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._covers: list[QFrame] = []
        self._title = ""
        self.screen: LockScreen | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.lock)
        self._watched: set[int] = set()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        self._watch(window.windowHandle())
        self.begin_waiting()

    @property
    def locked(self) -> bool:
        """Whether everything is covered."""
        return self.screen is not None

    def begin_waiting(self) -> None:
        """Count the time anew, as long as the settings say."""
        minutes = idle_minutes(self._session.workspace.setting(IDLE_SETTING))
        if minutes and not self.locked:
            self.timer.start(minutes * 60_000)
        else:
            self.timer.stop()

    def _watch(self, window: QObject | None) -> None:
        """Listen at the window itself: few events pass there, and none of the painting."""
        if window is not None and id(window) not in self._watched:
            self._watched.add(id(window))
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._watched.discard(id(window)))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self.timer.isActive():
            self.timer.start()
        return False

    # --- locking

    def lock(self) -> None:
        """Put what was typed on the disk, empty what is secret, cover everything."""
        if self.locked:
            return
        self._keep_drafts()
        for field in self._window.findChildren(QLineEdit):
            if isinstance(field, PassphraseField) or (
                field.echoMode() == QLineEdit.EchoMode.Password
            ):
                field.clear()
        self.timer.stop()
        self._title = self._window.windowTitle()
        self._window.setWindowTitle(tr("HR Desk"))
        for top in QApplication.topLevelWidgets():
            if (
                top.isVisible()
                and top.isWindow()
                and isinstance(top, (QDialog, type(self._window)))
            ):
                self._cover(top)
        for action in self._window.actions():
            action.setEnabled(False)
        self.screen = LockScreen(self._session, self._window)
        self.screen.accepted.connect(self._unlocked)
        self.screen.open()
        self.screen.secret.setFocus()

    def _keep_drafts(self) -> None:
        from hrdesk.gui.entry.draft_keeper import DraftKeeper  # noqa: PLC0415 - when it is locked

        for keeper in self._window.findChildren(DraftKeeper):
            keeper.flush()

    def _cover(self, top: QWidget) -> None:
        cover = QFrame(top)
        cover.setObjectName("page")
        cover.setAutoFillBackground(True)
        cover.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(cover)
        column.addStretch(1)
        column.addWidget(IconMark("lock", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        cover.setGeometry(top.rect())
        top.installEventFilter(_Stretching(cover))
        for child in top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if child is not cover and not child.isWindow() and child.isVisible():
                child.setProperty("hrdesk_covered", True)
                child.hide()
        cover.show()
        cover.raise_()
        self._covers.append(cover)

    def _unlocked(self) -> None:
        for cover in self._covers:
            top = cover.parentWidget()
            for child in (
                top.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
                if top is not None
                else ()
            ):
                if child.property("hrdesk_covered"):
                    child.setProperty("hrdesk_covered", None)
                    child.show()
            cover.hide()
            cover.deleteLater()
        self._covers = []
        for action in self._window.actions():
            action.setEnabled(True)
        self._window.setWindowTitle(self._title)
        self.screen = None
        self.begin_waiting()


class _Stretching(QObject):
    """Keeps a cover as large as its window."""

    def __init__(self, cover: QFrame) -> None:
        super().__init__(cover)
        self._cover = cover

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._cover.setGeometry(watched.rect())
        return False


class LockScreen(FittingDialog):
    """Asks for the passphrase; each wrong one makes the wait before the next try longer."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._wrong = 0
        self._left = 0
        self.setWindowTitle(tr("HR Desk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(UNIT * 110)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(UNIT * 8, UNIT * 8, UNIT * 8, UNIT * 7)
        outer.setSpacing(UNIT * 4)
        outer.addWidget(IconMark("lock", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        title = label(tr("The screen is locked"), "heading", wraps=True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        said = label(tr("What you had typed is kept."), "second", wraps=True)
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(title)
        outer.addWidget(said)
        on_token = signing.signing_key(session.workspace).on_token
        caption = tr("PIN of the token") if on_token else tr("Passphrase")
        self.secret = PassphraseField(caption)
        self.frame = FormField(caption, self.secret)
        outer.addWidget(self.frame)
        self.unlock_button = PrimaryButton(tr("Unlock"), icon="lock", on_click=self.unlock)
        self.unlock_button.setDefault(True)
        outer.addWidget(self.unlock_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)

    def unlock(self) -> None:
        """Try what was typed, once."""
        typed = self.secret.text()
        if not typed or self._left or not self.unlock_button.isEnabled():
            return
        self._set_ready(ready=False)
        ws = self._session.workspace
        self._session.workers.run(
            lambda: signing.open_signer(ws, typed).close(),
            on_done=lambda _: self._right(),
            on_error=self._failed,
            owner=self,
            urgent=True,
        )

    def _right(self) -> None:
        self.secret.clear()
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._wrong += 1
        said = message_of(error)
        self.frame.show_fault(said.whole)
        self.secret.clear()
        self._left = min(2 ** (self._wrong - 1), _LONGEST_WAIT_S)
        self._second.start()
        self._show_left()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._left = 0
            self._second.stop()
            self.unlock_button.setText(tr("Unlock"))
            self._set_ready(ready=True)
            self.secret.setFocus()
        else:
            self._show_left()

    def _show_left(self) -> None:
        self.unlock_button.setText(tr("Again in {seconds} s", seconds=self._left))

    def _set_ready(self, *, ready: bool) -> None:
        self.secret.setEnabled(ready)
        self.unlock_button.setEnabled(ready)

    @override
    def reject(self) -> None:
        """Esc opens nothing."""

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
