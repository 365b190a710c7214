"""How a report is signed: the capacity and the positions, which write the lines above the name."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from hrdesk.errors import SignerFormError
from hrdesk.gui.look.components import FormField
from hrdesk.gui.look.theme import UNIT
from hrdesk.i18n import N_, tr
from hrdesk.services.office import Capacity, SignerForm, authority_lines

_CAPACITIES: Final = (
    (Capacity.HEAD, N_("The head signs (TM.)")),
    (Capacity.DEPUTY, N_("A deputy for the head (KT.)")),
    (Capacity.ACTING, N_("The acting head (Q.)")),
    (Capacity.BY_ORDER, N_("On the head's order (TL.)")),
    (Capacity.BY_AUTHORITY, N_("By written authority (TUQ.)")),
)
_WITH_POSITION: Final = frozenset({Capacity.DEPUTY, Capacity.BY_ORDER, Capacity.BY_AUTHORITY})


class SigningChoice(QWidget):
    """Choosing writes the lines into `lines`; what is typed there by hand stands as typed."""

    def __init__(self, lines: QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._division_head = ""
        self.capacity = QComboBox()
        for capacity, words in _CAPACITIES:
            self.capacity.addItem(tr(words), str(capacity))
        self.collective, self.head, self.position = QLineEdit(), QLineEdit(), QLineEdit()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(UNIT * 4)
        self._position_field = FormField(tr("Position of the signer"), self.position)
        for column, field in enumerate(
            (
                FormField(tr("How the report is signed"), self.capacity),
                FormField(tr("Signed for (may stay empty)"), self.collective),
                FormField(tr("Position of the head"), self.head),
                self._position_field,
            )
        ):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(field, 0, column)
            grid.setColumnStretch(column, 1)
        self.capacity.activated.connect(self._write)
        for one in (self.collective, self.head, self.position):
            one.textEdited.connect(self._write)

    def show_form(self, form: SignerForm) -> None:
        """Show what is kept; the lines stay as they are."""
        self.capacity.setCurrentIndex(self.capacity.findData(str(form.capacity)))
        self.collective.setText(form.collective)
        self.head.setText(form.head)
        self.position.setText(form.position)
        self._division_head = form.division_head
        self._ask_position()

    def form(self) -> SignerForm:
        """What is chosen."""
        return SignerForm(
            Capacity(self.capacity.currentData()),
            self.head.text().strip(),
            self.position.text().strip(),
            self.collective.text().strip(),
            self._division_head,
        )

    def as_text(self) -> str:
        """What is chosen as one text, to see whether it changed."""
        form = self.form()
        return "|".join((str(form.capacity), form.head, form.position, form.collective))

    def _ask_position(self) -> None:
        asked = Capacity(self.capacity.currentData()) in _WITH_POSITION
        self.position.setEnabled(asked)
        if not asked:
            self._position_field.show_fault("")

    def _write(self) -> None:
        self._ask_position()
        try:
            lines = authority_lines(self.form())
        except SignerFormError:
            self._position_field.show_fault(tr("This may not stay empty"))
            return
        self._position_field.show_fault("")
        self._lines.setPlainText("\n".join(lines))
