"""Receipts in the window: the province writes them for all desks, a desk takes its own in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from hrdesk.gui.look import messages
from hrdesk.gui.look.act_dialog import ActDialog
from hrdesk.i18n import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hrdesk.gui.look.page import Session
    from hrdesk.services.receipts import TakenReceipt, WrittenReceipt


class ReceiptActs(QObject):
    """What a page lets one do with receipts. `told` carries a sentence and its tone."""

    told = Signal(str, str)

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    # --- at the desk

    def choose(self) -> None:
        """Ask for receipts and take them in."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._page, tr("Receipts of the province"), "", tr("Bundles (*.asice)")
        )
        if chosen:
            self.take([Path(one) for one in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Take receipts in; what the province says of each bundle stands in the journal."""
        from hrdesk.services.receipts import take_receipt  # noqa: PLC0415 - on first use

        ws, now = self._session.workspace, self._session.clock()
        self._session.workers.run(
            lambda: [take_receipt(ws, path, now=now) for path in paths],
            on_done=self._taken,
            on_error=lambda error: messages.show_error(self._page, error),
            owner=self,
        )

    def _taken(self, taken: Sequence[TakenReceipt]) -> None:
        lines = [line for one in taken for line in one.lines]
        counts = {
            result: sum(line.result == result for line in lines)
            for result in ("accepted", "held", "refused")
        }
        said = [
            tr(
                "The province says: {accepted} accepted, {held} held, {refused} refused.",
                **{key: str(count) for key, count in counts.items()},
            )
        ]
        older = sum(one.older for one in taken)
        if older:
            said.append(
                trn(
                    "{count} receipt is older than one taken in before; its remarks were left out.",
                    "{count} receipts are older than one taken in before; their remarks were left "
                    "out.",
                    older,
                )
            )
        missing = sorted({number for one in taken for number in one.missing})
        if missing:
            said.append(tr("Never came: {numbers}", numbers=", ".join(map(str, missing))) + ".")
        waiting = sum(one.remarks for one in taken)
        if waiting:
            said.append(
                trn(
                    "{count} remark waits for a correction; the home page names it.",
                    "{count} remarks wait for a correction; the home page names them.",
                    waiting,
                )
            )
        worst = "warn" if missing or waiting or counts["held"] or counts["refused"] else "good"
        self.told.emit(" ".join(said), worst)
        self._session.shell.data_changed()

    # --- at the province

    def write(self) -> ActDialog:
        """Ask where to and by whose passphrase, and write the receipts of all desks."""
        from hrdesk.services.receipts import write_receipts  # noqa: PLC0415 - on first use

        ws, now = self._session.workspace, self._session.clock()
        dialog = ActDialog(
            self._session,
            self._page,
            tr("Answer all desks"),
            tr(
                "One signed receipt a desk: what was accepted, what waits or was refused and why, what "
                "never came, and the remarks. A receipt always says all of it."
            ),
            tr("Write the receipts"),
            lambda typed: write_receipts(
                ws, Path(typed["folder"]), passphrase=typed["passphrase"], now=now
            ),
        )
        dialog.add_place("folder", tr("Folder or stick"), str(ws.paths.outbox))
        dialog.add_secret("passphrase", tr("Passphrase"))
        dialog.done_with.connect(
            lambda made: self._written(cast("tuple[WrittenReceipt, ...]", made))
        )
        dialog.open()
        return dialog

    def _written(self, made: Sequence[WrittenReceipt]) -> None:
        if not made:
            self.told.emit(tr("Nothing came from any desk yet."), "info")
            return
        said = [
            trn(
                "{count} receipt lies in {folder}.",
                "{count} receipts lie in {folder}.",
                len(made),
                folder=str(made[0].path.parent),
            )
        ]
        gaps = [one for one in made if one.missing]
        said += [
            tr(
                "{unit}: never came {numbers}.",
                unit=one.unit_name,
                numbers=", ".join(map(str, one.missing)),
            )
            for one in gaps[:3]
        ]
        self.told.emit(" ".join(said), "warn" if gaps else "good")
