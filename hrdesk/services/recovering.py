"""Whether the program ended in the middle of a record, and which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in

if TYPE_CHECKING:
    from datetime import datetime

    from hrdesk.services.workspace import Workspace

_TYPING: Final = "typing"  # the record that is being typed in; "" once it was left in order


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The draft that was being typed when the program ended."""

    record_id: str
    form_id: str
    kind: str
    title: str
    at: datetime


def begin_typing(ws: Workspace, record_id: str) -> None:
    """Remember that a record is being typed in; "" that none is."""
    if ws.setting(_TYPING, "") != record_id:
        ws.set_setting(_TYPING, record_id)


def interrupted(ws: Workspace) -> Interrupted | None:
    """The draft that was not left in order; None when there is none, or none any more."""
    record_id = ws.setting(_TYPING, "")
    draft = ws.store.draft(record_id) if record_id else None
    if draft is None or draft.updated_at is None:
        return None
    titles = {kind.form_id: kind.titles for kind in ws.kinds()}
    kind = label_in(dict(titles.get(draft.form_id, {}))) or draft.form_id
    return Interrupted(record_id, draft.form_id, kind, draft.title, draft.updated_at)
