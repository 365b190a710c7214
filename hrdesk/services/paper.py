"""What a report needs besides figures: the office and the products."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from hrdesk.i18n import label_in
from hrdesk.reports.signing_forms import Capacity, SignerForm, authority_lines
from hrdesk.reports.source import Office, ProductLine
from hrdesk.store.records import COUNTED, RecordQuery
from hrdesk.units import MERGED_ON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hrdesk.forms.definition import Form
    from hrdesk.indicators.period import Period
    from hrdesk.records.record import Record
    from hrdesk.services.workspace import Workspace
    from hrdesk.store.papers import PaperNumber

_OWN_PRODUCTS: Final = ("own", "joint_led")


def office_of(ws: Workspace) -> Office:
    """The office as it stands on paper; every piece is a setting, a blank one follows from the unit.

    A People's Committee writes no body above its own name (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    name = ws.unit.name
    in_text = f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}"
    province = ws.units.get(ws.province_code, _latest(ws))
    province_name = province.name if province else ""
    is_province = ws.unit.kind_group == "province"
    recipients = (
        ("Bộ Văn hóa, Thể thao và Du lịch",)
        if is_province
        else (f"Ủy ban nhân dân {province_name[:1].lower()}{province_name[1:]}",)
    )
    said = ws.kit.letterhead(ws.unit.code)  # what the province sets goes before the desk's own
    return Office(
        name_in_text=ws.setting("office_name") or in_text,
        parent_agency=said.parent_agency or ws.setting("office_parent"),
        agency=said.agency or ws.setting("office_agency") or f"ỦY BAN NHÂN DÂN\n{name.upper()}",
        symbol=ws.setting("office_symbol") or "BC-UBND",
        place=ws.setting("office_place") or ws.unit.bare_name,
        recipients=said.recipients or _lines(ws.setting("office_recipients")) or recipients,
        authority=_lines(ws.setting("office_authority")) or authority_lines(signer_form_of(ws)),
        copies=said.copies or _lines(ws.setting("office_copies")) or ("Như trên", "Lưu: VT"),
        signer_name=ws.setting("office_signer"),
        author=ws.name,
        electronic=ws.setting("office_electronic") == "yes",
    )


def signer_form_of(ws: Workspace) -> SignerForm:
    """In what capacity the report is signed; the chairman signs for the Committee unless set."""
    said = ws.setting("office_capacity", Capacity.HEAD)
    return SignerForm(
        Capacity(said) if said in set(Capacity) else Capacity.HEAD,
        head=ws.setting("office_head") or "CHỦ TỊCH",
        position=ws.setting("office_signer_position"),
        collective=ws.setting("office_collective", "ỦY BAN NHÂN DÂN"),
        division_head=ws.setting("office_division_head"),
    )


def numbered_office(ws: Workspace, given: PaperNumber | None) -> Office:
    """The office with the number that a paper was given; its symbol is the one it was given with."""
    office = office_of(ws)
    return replace(office, number=str(given.number), symbol=given.symbol) if given else office


def _latest(ws: Workspace) -> date:
    return date.fromisoformat(ws.unit.valid_from) if ws.unit.valid_from else MERGED_ON


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def product_lines(
    ws: Workspace, period: Period, language: str, *, own: bool
) -> Iterator[ProductLine]:
    """The counted products of a period, for the list of the report, in the order of their days."""
    form = ws.form("product")
    query = RecordQuery(
        form_id="product",
        event_from=period.first_on,
        event_to=period.last_on,
        statuses=COUNTED,
        own=True if own else None,
        descending=False,
    )
    rows = ws.store.rows(ws.store.ids(query))
    for start in range(0, len(rows), 500):
        chunk = rows[start : start + 500]
        kept = ws.store.get_many(row.record_id for row in chunk)
        for row in chunk:
            record = kept[row.record_id]
            if record.answers.get("product_source") in _OWN_PRODUCTS:
                yield _product_line(ws, form, record, language)


def _product_line(ws: Workspace, form: Form, record: Record, language: str) -> ProductLine:
    unit = ws.units.by_key(record.unit.code, record.unit.valid_from)
    title = record.answers.get("title", "")
    in_vietnamese = record.answers.get("title_vi", "")
    platforms = dict.fromkeys(
        row.answers.get("platform", "") for row in record.repeats.get("postings", ())
    )
    return ProductLine(
        title=f"{title}\n({in_vietnamese})" if in_vietnamese else title,
        kind=_labels(form, "product_kind", record.answers, language),
        completed_on=record.event_on,
        languages=_labels(form, "languages", record.answers, language),
        channels=_labels(
            form, "platform", {"platform": " ".join(platforms)}, language, repeat="postings"
        ),
        unit_name=unit.name if unit else record.unit.code,
    )


def _labels(
    form: Form,
    key: str,
    answers: Mapping[str, str],
    language: str,
    repeat: str | None = None,
) -> str:
    """The words for the chosen names of a question; a name without words stands as it is."""
    question = form.question(key, repeat)
    words = {
        choice.name: label_in(dict(choice.labels), language) for choice in form.choices(question)
    }
    return ", ".join(words.get(name, name) for name in answers.get(key, "").split())
