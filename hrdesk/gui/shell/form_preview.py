"""A form shown by command: in a window of its own, or as pictures where there is no screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QImageWriter, QRegion

from hrdesk.files import write_durably
from hrdesk.gui.forms.form_trial import FormTrial
from hrdesk.gui.look import icons, qt_words
from hrdesk.gui.look.theme import colour
from hrdesk.gui.shell.app import make_application
from hrdesk.i18n import label_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from hrdesk.forms.compiled import CompiledForm
    from hrdesk.gui.entry.form_view import FormView

_WIDTH: Final = 1000
_PAGE: Final = 1400  # pixels of a form on one picture, before it is cut at the next question


def has_display() -> bool:
    """Whether a window would be seen by somebody."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return not platform.startswith(("offscreen", "minimal"))
    if sys.platform.startswith(("win", "darwin")):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show_window(compiled: CompiledForm, now: datetime, spoken: str) -> int:
    """Show the form until its window is closed."""
    app, trial = _made(compiled, now, spoken)
    trial.resize(_WIDTH, 720)
    app.setQuitOnLastWindowClosed(True)
    trial.show()
    return app.exec()


def write_pictures(
    compiled: CompiledForm, now: datetime, spoken: str, out: Path
) -> tuple[Path, ...]:
    """The form from top to bottom as .png pictures: `out`, then `…-2`, `…-3` beside it.

    Raises:
        FileError: the place cannot be written to.
    """
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app, trial = _made(compiled, now, spoken)
    trial.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    trial.resize(_WIDTH, _PAGE)
    trial.show()
    view = trial.view
    if view is None:
        return ()
    view.ensure_built()
    for _ in range(3):  # heights follow widths, and those the first layout
        app.processEvents()
    content = view.content
    pages = list(_pages(view, content.height()))
    written = []
    for number, (top, bottom) in enumerate(pages, start=1):
        image = QImage(content.width(), bottom - top, QImage.Format.Format_RGB32)
        image.fill(colour("surface"))
        content.render(image, QPoint(0, 0), QRegion(QRect(0, top, content.width(), bottom - top)))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        place = out if number == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        write_durably(place, bytes(buffer.data().data()))
        written.append(place)
    trial.hide()
    trial.show_nothing()
    trial.deleteLater()
    return tuple(written)


def _pages(view: FormView, height: int) -> Iterator[tuple[int, int]]:
    """Top and bottom of each picture: cut between questions, never through one."""
    widgets = [*view.fields.values(), *view.tables.values()]
    shown = [one for one in widgets if one.isVisibleTo(view.content)]
    tops = sorted({one.mapTo(view.content, QPoint(0, 0)).y() - 8 for one in shown})
    top = 0
    while height - top > _PAGE:
        cut = max((one for one in tops if top + 200 < one <= top + _PAGE), default=top + _PAGE)
        yield top, cut
        top = cut
    if height > top:
        yield top, height


def _made(compiled: CompiledForm, now: datetime, spoken: str) -> tuple[QApplication, FormTrial]:

    app = make_application()
    qt_words.install(app)
    trial = FormTrial(lambda: now)
    trial.setObjectName("page")
    trial.setWindowIcon(icons.icon("file-text", "accent", 32))
    form = compiled.form
    trial.setWindowTitle(label_in(dict(form.titles), spoken) or form.form_id)
    trial.show_form(compiled, spoken)
    return app, trial
