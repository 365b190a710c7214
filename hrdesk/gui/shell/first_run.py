"""First run: unit, name, passphrase, folder. Logging begins at once; enrolment can wait."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.lists.unit_search import UnitSearch
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import (
    FormField,
    IconMark,
    LinkButton,
    PrimaryButton,
    SectionHeading,
    label,
    scrolled,
)
from hrdesk.gui.look.passphrase import PassphraseField, strength
from hrdesk.gui.look.path_field import PathField
from hrdesk.gui.look.theme import UNIT, set_role
from hrdesk.i18n import tr
from hrdesk.services.workspace import WorkspaceSetup, create_workspace, workspace_exists
from hrdesk.units import TODAYS_PROVINCE, Unit, UnitCatalogue
from hrdesk.vietnamese.formats import VIETNAM_TZ
from hrdesk.vietnamese.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from hrdesk.gui.look.strength_watch import StrengthWatch
    from hrdesk.gui.look.workers import TaskProgress, Workers

_DEMO: Final = "hrdesk.services.demo"
_FORM_WIDTH: Final = UNIT * 152
_SIDE_WIDTH: Final = UNIT * 88
_SIDE_LEAST: Final = UNIT * 120  # so high, that its words have room
_FORM_LEAST: Final = UNIT * 134


class FirstRun(QWidget):
    """Asks the four things; `made` carries the folder of the new workspace."""

    made = Signal(Path)
    dismissed = Signal()

    def __init__(
        self,
        folder: Path,
        workers: Workers,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workers = workers
        self._clock = clock
        self._today = clock().astimezone(VIETNAM_TZ).date()
        self._catalogue = UnitCatalogue.load()
        self._finished = False
        self.setObjectName("page")
        self.setWindowTitle(tr("HR Desk"))
        self.setMinimumSize(UNIT * 140, UNIT * 80)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._make_fields(folder)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._side = self._make_side()
        row.addWidget(self._side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(scrolled(self._make_form()), 1)
        right.addWidget(self._make_footer())
        row.addLayout(right, 1)
        self._look_over()
        self.units.setFocus()

    # --- parts

    def _make_fields(self, folder: Path) -> None:
        self.units = UnitSearch(self._search)
        self.units.chosen.connect(self._look_over)
        self.name = QLineEdit()
        self.position = QLineEdit()
        self.position.setPlaceholderText(tr("For example: culture and society officer"))
        self.passphrase = PassphraseField(tr("Passphrase for signing"))
        self.again = PassphraseField(tr("Passphrase again"))
        self._strength: StrengthWatch | None = None
        self.folder = QLineEdit(str(folder))
        self.province = QCheckBox(tr("This desk receives for the province"))
        self.province.toggled.connect(self._province_toggled)
        for field in (self.name, self.position, self.passphrase, self.again, self.folder):
            field.textChanged.connect(self._look_over)

    def _make_side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("navigation")
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(UNIT * 8, UNIT * 10, UNIT * 8, UNIT * 6)
        column.setSpacing(UNIT * 4)
        column.addWidget(label(tr("Human-rights communication log"), "title", wraps=True))
        column.addWidget(
            label(
                tr("Four things, two minutes. After that you can begin logging."),
                "label",
                wraps=True,
            )
        )
        column.addSpacing(UNIT * 4)
        self._steps: dict[str, IconMark] = {}
        for key, text in (
            ("unit", tr("Your unit")),
            ("person", tr("Who writes")),
            ("passphrase", tr("Passphrase for signing")),
            ("folder", tr("Where the data lies")),
        ):
            line = QHBoxLayout()
            line.setSpacing(UNIT * 3)
            mark = IconMark("circle", 20)
            self._steps[key] = mark
            line.addWidget(mark)
            line.addWidget(label(text, "label"), 1)
            column.addLayout(line)
        column.addStretch(1)
        column.addWidget(
            label(
                tr(
                    "No network is needed or used. Everything stays on this computer until you hand it over."
                ),
                "second",
                wraps=True,
            )
        )
        if importlib.util.find_spec(_DEMO) is not None:
            self.sample = LinkButton(
                tr("Look at a sample office first"), icon="eye", on_click=self._open_sample
            )
            self._sample_aside = QHBoxLayout()
            self._sample_aside.setContentsMargins(
                -UNIT * 2, 0, 0, 0
            )  # its icon below the text above
            self._sample_aside.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeft)
            column.addLayout(self._sample_aside)
        return side

    def _make_form(self) -> QWidget:
        inner = QWidget()
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(UNIT * 10, UNIT * 6, UNIT * 10, UNIT * 4)
        form = QVBoxLayout()
        form.setSpacing(UNIT * 3)
        outer.addLayout(form, 1)
        outer.addStretch(0)
        inner.setMaximumWidth(_FORM_WIDTH + UNIT * 20)
        form.addWidget(SectionHeading(tr("Your unit")))
        self._unit_field = FormField(
            tr("Type the beginning of its words, with or without accents"), self.units
        )
        self.units.field.setAccessibleName(tr("Unit"))
        form.addWidget(self._unit_field)
        form.addWidget(self.province)
        form.addSpacing(UNIT)
        form.addWidget(SectionHeading(tr("Who writes")))
        form.addLayout(
            _beside(
                FormField(tr("Full name"), self.name, required=True),
                FormField(tr("Position"), self.position, required=True),
            )
        )
        form.addSpacing(UNIT)
        form.addWidget(SectionHeading(tr("Passphrase for signing")))
        explanation = label(
            tr(
                "It seals this desk's signing key. It is asked for when you hand a period over, and nobody "
                "can look it up: write it down and keep it where you keep the stamp."
            ),
            "second",
            wraps=True,
        )
        explanation.setMinimumWidth(
            UNIT * 110
        )  # a wrapped label asks for height by its least width
        form.addWidget(explanation)
        self._passphrase_field = FormField(tr("Passphrase"), self.passphrase, required=True)
        self._again_field = FormField(tr("Once more"), self.again, required=True)
        form.addLayout(_beside(self._passphrase_field, self._again_field))
        form.addSpacing(UNIT)
        form.addWidget(SectionHeading(tr("Where the data lies")))
        self._folder_field = PathField(
            tr("Folder"),
            self._choose_folder,
            button_name=tr("Choose the folder"),
            edit=self.folder,
        )
        form.addWidget(self._folder_field)
        self._sample_below = QHBoxLayout()  # where there is no room for what stands beside
        form.addLayout(self._sample_below)
        form.addStretch(1)
        return inner

    def _make_footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(UNIT * 10, UNIT * 3, UNIT * 10, UNIT * 3)
        self.missing = label("", "second", wraps=True)
        self.begin = PrimaryButton(tr("Begin"), icon="arrow-right", on_click=self._begin)
        row.addWidget(self.missing, 1)
        row.addWidget(self.begin)
        return footer

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window only the form: what stands beside it says nothing that is needed."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        roomy = width >= _SIDE_WIDTH + _FORM_LEAST and height >= _SIDE_LEAST
        if roomy == self._side.isVisibleTo(self):
            return
        self._side.setVisible(roomy)
        if hasattr(self, "sample"):
            place = self._sample_aside if roomy else self._sample_below
            place.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeft)

    # --- looking over what is typed

    def _search(self, text: str) -> Sequence[Unit]:
        province = self._catalogue.get(TODAYS_PROVINCE, self._today)
        if self._is_province():
            return [province] if province is not None else []
        if not text.strip():
            return self._catalogue.alive(self._today, "commune")
        found = self._catalogue.search(text, self._today)
        return [unit for unit in found if unit.kind_group == "commune"]

    def _is_province(self) -> bool:
        return hasattr(self, "province") and self.province.isChecked()

    def _province_toggled(self, _on: bool) -> None:
        self.units.field.clear()
        self.units.search_anew()

    def _look_over(self) -> None:
        if not hasattr(self, "begin"):
            return
        word, tone, enough = strength(nfc(self.passphrase.text()))
        self._show_strength(word, tone)
        typed_twice = self.passphrase.text() == self.again.text()
        wrong = bool(self.again.text()) and not typed_twice
        self._again_field.show_fault(tr("The two are not the same") if wrong else "")
        folder = Path(self.folder.text().strip() or ".")
        taken = workspace_exists(folder)
        set_role(self.folder, "fault", "true" if taken else "false")
        done = {
            "unit": self.units.unit is not None,
            "person": bool(self.name.text().strip() and self.position.text().strip()),
            "passphrase": enough and typed_twice,
            "folder": bool(self.folder.text().strip()) and not taken,
        }
        for key, mark in self._steps.items():
            mark.show_icon(
                "circle-check" if done[key] else "circle", "good" if done[key] else "second"
            )
        names = {
            "unit": tr("the unit"),
            "person": tr("name and position"),
            "passphrase": tr("the passphrase, twice"),
            "folder": tr("a folder without an office in it"),
        }
        lacking = [names[key] for key, ready in done.items() if not ready]
        self.begin.setEnabled(not lacking)
        self.missing.setText(
            tr("Still missing: {things}", things=", ".join(lacking))
            if lacking
            else tr("All is ready.")
        )

    def _show_strength(self, word: str, tone: str) -> None:
        if self._strength is None and self.passphrase.text():  # counted well as soon as it is typed
            from hrdesk.gui.look.strength_watch import StrengthWatch  # noqa: PLC0415 - not at the start

            near = (self.name.text(), self.units.unit.name if self.units.unit else "")
            line = self._passphrase_field.line
            self._strength = StrengthWatch(self.passphrase, line, self._workers, near)
        typed = bool(self.passphrase.text())
        line = self._passphrase_field.line
        line.setText(word if typed else tr("At least 12 characters; a sentence is best"))
        kind = {"bad": "fault", "warn": "remark", "good": "good"}[tone] if typed else "second"
        set_role(line, "type", kind)
        line.setVisible(True)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Where the data lies"), self.folder.text()
        )
        if chosen:
            self.folder.setText(str(Path(chosen) / "hrdesk"))

    # --- making it

    def setup(self) -> WorkspaceSetup:
        """What was typed."""
        unit = self.units.unit
        return WorkspaceSetup(
            unit.code if unit is not None else "",
            nfc(self.name.text()).strip(),
            nfc(self.position.text()).strip(),
            nfc(self.passphrase.text()),
            self.province.isChecked(),
        )

    def _begin(self) -> None:
        setup, now = self.setup(), self._clock()
        folder = Path(self.folder.text().strip())

        def make(progress: TaskProgress) -> Path:
            create_workspace(folder, setup, now=now, progress=progress).close()
            return folder

        self._run(tr("Preparing your desk"), make)

    def _open_sample(self) -> None:
        now = self._clock()
        folder = Path(self.folder.text().strip()).with_name("hrdesk-sample")
        demo: Any = importlib.import_module(_DEMO)

        def make(progress: TaskProgress) -> Path:
            if not workspace_exists(folder):
                demo.create_sample_office(folder, now=now, progress=progress).close()
            return folder

        self._run(tr("Preparing the sample office"), make)

    def _run(self, title: str, make: Callable[[TaskProgress], Path]) -> None:
        self.setEnabled(False)
        messages.run_with_progress(
            self._workers, self, title, make, on_done=self._done, on_error=self._failed
        )

    def _done(self, folder: object) -> None:
        self._finished = True
        self.made.emit(folder)

    def _failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        messages.show_error(self, error)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if not self._finished:
            self.dismissed.emit()


def _beside(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(UNIT * 4)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
