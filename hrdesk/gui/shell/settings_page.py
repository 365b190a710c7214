"""Settings: language and look, who writes, what stands on the report, the desk's enrolment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from hrdesk.gui.entry.entry_footer import STRIP_SETTING
from hrdesk.gui.exchange.signing_choice import SigningChoice
from hrdesk.gui.look import messages
from hrdesk.gui.look.components import (
    GAP,
    PAGE_MARGIN,
    Card,
    FormField,
    LinkButton,
    PageHeader,
    Pill,
    PrimaryButton,
    flush,
    label,
    scrolled,
)
from hrdesk.gui.look.page import Page, Session
from hrdesk.gui.look.theme import UNIT, apply_theme
from hrdesk.i18n import tr
from hrdesk.services import exchange, office
from hrdesk.vietnamese.formats import show_date

if TYPE_CHECKING:
    from hrdesk.services.exchange import EnrolmentStatus

_WIDEST = UNIT * 240


class SettingsPage(Page):
    """Look and language at once; words for person and report with one Save."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._kept: dict[str, str] = {}
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(PAGE_MARGIN, UNIT * 5, PAGE_MARGIN, UNIT * 6)
        column.setSpacing(GAP)
        self.header = PageHeader(tr("Settings"), session.workspace.unit.name, may_stack=True)
        self.save_button = PrimaryButton(tr("Save the settings"), on_click=self.save)
        self.header.add_action(self.save_button)
        column.addWidget(self.header)
        upper = QHBoxLayout()
        upper.setSpacing(GAP)
        upper.addWidget(self._make_look(), 1)
        upper.addWidget(self._make_person(), 1)
        column.addLayout(upper)
        column.addWidget(self._make_report())
        if not session.workspace.province:
            column.addWidget(self._make_enrolment())
        column.addWidget(self._make_data())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))

    # --- parts

    def _make_look(self) -> Card:
        card = Card(tr("Language and look"))
        workspace = self.session.workspace
        self.language = QComboBox()
        for code, name in (("vi", "Tiếng Việt"), ("en", "English")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(workspace.language))
        self.theme = QComboBox()
        for code, name in (
            ("system", tr("As the computer")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
        ):
            self.theme.addItem(name, code)
        self.theme.setCurrentIndex(self.theme.findData(workspace.theme))
        self.language.activated.connect(self._language_chosen)
        self.theme.activated.connect(self._theme_chosen)
        card.body.addWidget(FormField(tr("Language"), self.language))
        card.body.addWidget(FormField(tr("Look"), self.theme))
        self.strip_box = QCheckBox(tr("Show the line of keys below a record"))
        self.strip_box.clicked.connect(self._keep_strip)
        card.body.addWidget(self.strip_box, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card

    def _make_person(self) -> Card:
        card = Card(tr("Who writes"))
        self.name = QLineEdit()
        self.position = QLineEdit()
        self._name_field = FormField(tr("Full name"), self.name, required=True)
        self._position_field = FormField(tr("Position"), self.position, required=True)
        card.body.addWidget(self._name_field)
        card.body.addWidget(self._position_field)
        card.body.addStretch(1)
        return card

    def _make_report(self) -> Card:
        card = Card(tr("On the report"))
        self.parent_agency, self.agency = _lines_field(2), _lines_field(2)
        self.symbol, self.place, self.signer = QLineEdit(), QLineEdit(), QLineEdit()
        self.office_name = QLineEdit()
        self.electronic_box = QCheckBox(
            tr("Issued as an electronic document: appendices leave number and date blank")
        )
        self.recipients, self.copies, self.authority = (
            _lines_field(),
            _lines_field(),
            _lines_field(),
        )
        self.signing = SigningChoice(self.authority)
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT * 4)
        grid.setVerticalSpacing(UNIT * 3)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        texts = {
            "parent_agency": (tr("Body above (may stay empty)"), self.parent_agency),
            "agency": (tr("Issuing body"), self.agency),
            "recipients": (tr("Addressed to, a line each"), self.recipients),
            "copies": (tr("Receivers at the foot, a line each"), self.copies),
        }
        self._office_fields = {
            name: (FormField(text, control), control) for name, (text, control) in texts.items()
        }
        for field, row, place, span in (
            (self._office_fields["parent_agency"][0], 0, 0, 2),
            (self._office_fields["agency"][0], 0, 2, 2),
            (FormField(tr("Its name in a sentence"), self.office_name), 0, 4, 2),
            (FormField(tr("Symbol after the number"), self.symbol), 1, 0, 2),
            (FormField(tr("Place before the date"), self.place), 1, 2, 2),
            (FormField(tr("Name of the signer"), self.signer), 1, 4, 2),
            (self._office_fields["recipients"][0], 2, 0, 2),
            (self._office_fields["copies"][0], 2, 2, 2),
            (FormField(tr("Lines above the signature"), self.authority), 2, 4, 2),
        ):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(field, row, place, 1, span)
        grid.addWidget(self.signing, 3, 0, 1, 6)
        grid.addWidget(self.electronic_box, 4, 0, 1, 6)
        card.body.addLayout(grid)
        return card

    def _make_enrolment(self) -> Card:
        card = Card(tr("Enrolment at the province"))
        row = QHBoxLayout()
        row.setSpacing(UNIT * 3)
        self.enrolment = Pill("…", "neutral")
        self.enrolment_facts = label("", "second", wraps=True)
        row.addWidget(self.enrolment, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.enrolment_facts, 1)
        has_page = getattr(self.session.shell, "has_page", None)
        if has_page is not None and has_page("exchange"):
            row.addWidget(
                LinkButton(tr("Send and receive"), on_click=self._go_exchange),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
        card.body.addLayout(row)
        return card

    def _make_data(self) -> Card:
        card = Card(tr("Where the data lies"))
        where = label(str(self.session.workspace.paths.folder), "second", wraps=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setAccessibleName(tr("Where the data lies") + f": {where.text()}")
        card.body.addWidget(where)
        self.rosters_button = LinkButton(
            tr("Lists of people and how long they are kept…"), on_click=self._show_rosters
        )
        card.body.addLayout(flush(self.rosters_button))
        self.identity_button = LinkButton(
            tr("Signing key, passphrase, screen lock…"), on_click=self._show_identity
        )
        card.body.addLayout(flush(self.identity_button))
        self.form_check_button = LinkButton(
            tr("Check a form…"), on_click=lambda: self.session.shell.go("form_check")
        )
        card.body.addLayout(flush(self.form_check_button))
        return card

    def _keep_strip(self, shown: bool) -> None:
        workspace = self.session.workspace
        self.session.workers.run(
            lambda: workspace.set_setting(STRIP_SETTING, "shown" if shown else "hidden"),
            on_done=lambda _kept: self.session.shell.data_changed(),
            owner=self,
        )

    # --- reading and keeping

    @override
    def refresh(self) -> None:
        if self._changed():
            return
        workspace = self.session.workspace
        self.strip_box.setChecked(workspace.setting(STRIP_SETTING) != "hidden")
        said = office.office(workspace)
        for field, text in self._texts(said):
            field.setText(text) if isinstance(field, QLineEdit) else field.setPlainText(text)
        self.electronic_box.setChecked(said.electronic)
        self.signing.show_form(office.signer_form(workspace))
        locked = office.locked_by_kit(workspace)
        for name, (frame, control) in self._office_fields.items():
            control.setReadOnly(name in locked)
            frame.set_hint(locked.get(name, ""))
        self._kept = self._typed()
        if not workspace.province:
            self.session.workers.run(
                lambda: exchange.enrolment_status(workspace),
                on_done=self.show_enrolment,
                on_error=self._failed,
                owner=self,
            )

    def _texts(self, said: Any) -> list[tuple[QLineEdit | QPlainTextEdit, str]]:
        workspace = self.session.workspace
        return [
            (self.name, workspace.name),
            (self.position, workspace.position),
            (self.parent_agency, said.parent_agency),
            (self.agency, said.agency),
            (self.office_name, said.name_in_text),
            (self.symbol, said.symbol),
            (self.place, said.place),
            (self.signer, said.signer_name),
            (self.recipients, "\n".join(said.recipients)),
            (self.copies, "\n".join(said.copies)),
            (self.authority, "\n".join(said.authority)),
        ]

    def _typed(self) -> dict[str, str]:
        texts = {
            "name": self.name.text(),
            "position": self.position.text(),
            "parent_agency": self.parent_agency.toPlainText(),
            "agency": self.agency.toPlainText(),
            "office_name": self.office_name.text(),
            "electronic": "yes" if self.electronic_box.isChecked() else "",
            "symbol": self.symbol.text(),
            "place": self.place.text(),
            "signer": self.signer.text(),
            "recipients": self.recipients.toPlainText(),
            "copies": self.copies.toPlainText(),
            "authority": self.authority.toPlainText(),
            "signing": self.signing.as_text(),
        }
        return {name: text.strip() for name, text in texts.items()}

    def _changed(self) -> bool:
        return bool(self._kept) and self._typed() != self._kept

    def save(self) -> None:
        """Keep person and report; says at the field what is missing."""
        typed = self._typed()
        blank = tr("This may not stay empty")
        self._name_field.show_fault("" if typed["name"] else blank)
        self._position_field.show_fault("" if typed["position"] else blank)
        if not typed["name"] or not typed["position"]:
            (self.position if typed["name"] else self.name).setFocus()
            return
        workspace = self.session.workspace
        kept = replace(
            office.office(workspace),
            parent_agency=typed["parent_agency"],
            agency=typed["agency"],
            name_in_text=typed["office_name"],
            electronic=bool(typed["electronic"]),
            symbol=typed["symbol"],
            place=typed["place"],
            signer_name=typed["signer"],
            recipients=tuple(typed["recipients"].splitlines()),
            copies=tuple(typed["copies"].splitlines()),
            authority=tuple(typed["authority"].splitlines()),
        )

        form = self.signing.form() if typed["signing"] != self._kept.get("signing") else None

        def keep() -> None:
            office.keep_person(workspace, typed["name"], typed["position"])
            if form is not None:
                office.keep_signer_form(workspace, form)
            office.keep_office(workspace, kept)

        self.session.workers.run(
            keep, on_done=lambda _: self._saved(typed), on_error=self._failed, owner=self
        )

    def _saved(self, typed: dict[str, str]) -> None:
        self._kept = typed
        self.session.shell.show_saved(self.session.clock())
        self.session.shell.notify(tr("The settings are saved."))

    @override
    def may_leave(self) -> bool:
        if self._changed() and messages.ask(
            self,
            tr("Save the settings?"),
            tr("You changed something on this page."),
            tr("Save the settings"),
            tr("Leave it as it was"),
        ):
            self.save()
        elif self._changed():
            self._kept = {}
        return True

    def _failed(self, error: BaseException) -> None:
        messages.show_error(self, error)

    def show_enrolment(self, status: EnrolmentStatus) -> None:
        """Say how far the enrolment is."""
        if status.state == "enrolled" and status.valid_until is not None:
            self.enrolment.show_state(tr("Enrolled"), "good")
            facts = tr(
                "{holder} · certificate of {province}, valid until {until}",
                holder=status.holder,
                province=status.province_name,
                until=show_date(status.valid_until),
            )
        elif status.state == "requested":
            self.enrolment.show_state(tr("Waiting for the province"), "warn")
            facts = tr(
                "Compare by telephone: {fingerprint}. Then take in the province's answer.",
                fingerprint=status.fingerprint,
            )
        else:
            self.enrolment.show_state(tr("Not yet"), "neutral")
            facts = tr("Logging and printing work without it; handing over needs it.")
        self.enrolment_facts.setText(facts)

    # --- at once

    def _theme_chosen(self, _index: int) -> None:
        name = str(self.theme.currentData())
        self.session.workspace.set_setting("theme", name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, name)

    def _language_chosen(self, _index: int) -> None:
        code = str(self.language.currentData())
        if code == self.session.workspace.language:
            return
        self.session.workspace.set_setting("language", code)
        rebuild = getattr(self.session.shell, "rebuild", None)
        if rebuild is not None:
            rebuild()

    def _show_rosters(self) -> None:
        from hrdesk.gui.lists.rosters_dialog import RostersDialog  # noqa: PLC0415 - when asked for

        RostersDialog(self.session, self).open()

    def _show_identity(self) -> None:
        from hrdesk.gui.exchange.identity_dialog import IdentityDialog  # noqa: PLC0415 - when asked for

        dialog = IdentityDialog(self.session, self)
        dialog.changed.connect(lambda _said: self.refresh())
        dialog.open()

    def _go_exchange(self) -> None:
        self.session.shell.go("exchange")

    @override
    def focus_first(self) -> None:
        self.language.setFocus()


def _lines_field(lines: int = 3) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setFixedHeight(UNIT * (4 + 5 * lines + lines // 2))
    field.setTabChangesFocus(True)
    return field
