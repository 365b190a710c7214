"""Forms and records with sane defaults, made by hand. All names are made up."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from hrdesk.forms.definition import (
    Choice,
    Form,
    Group,
    Item,
    Question,
    QuestionType,
    Repeat,
    ValueType,
)
from hrdesk.records.record import Record, RecordStatus, Row, UnitKey

NOW = datetime(2026, 11, 3, 2, 30, tzinfo=UTC)
ACTOR = "Trần Thị Mẫu"
UNIT = UnitKey("30307", "2025-07-01")
OTHER_UNIT = UnitKey("30337", "2025-07-01")

_TYPES = {
    ValueType.TEXT: QuestionType.TEXT,
    ValueType.INTEGER: QuestionType.INTEGER,
    ValueType.DECIMAL: QuestionType.DECIMAL,
    ValueType.DATE: QuestionType.DATE,
    ValueType.TIME: QuestionType.TIME,
    ValueType.DATETIME: QuestionType.DATETIME,
    ValueType.NAMES: QuestionType.SELECT_MULTIPLE,
    ValueType.NONE: QuestionType.NOTE,
}


def question(
    name: str,
    value_type: ValueType = ValueType.TEXT,
    *,
    question_type: QuestionType | None = None,
    choice_list: str | None = None,
    personal: bool = False,
    key: str | None = None,
) -> Question:
    return Question(
        path=f"/data/{name}",
        name=name,
        key=key or name,
        question_type=question_type or _TYPES[value_type],
        value_type=value_type,
        labels={"vi": name, "en": name},
        choice_list=choice_list,
        personal=personal,
    )


def group(name: str, *children: Item) -> Group:
    return Group(f"/data/{name}", name, {"vi": name}, frozenset(), children)


def repeat(name: str, *children: Item, personal: bool = False) -> Repeat:
    return Repeat(f"/data/{name}", name, name, {"vi": name}, frozenset(), children, personal)


def form(
    *children: Item,
    form_id: str = "activity",
    version: str = "2026110101",
    settings: Mapping[str, str] | None = None,
    choice_lists: Mapping[str, tuple[Choice, ...]] | None = None,
) -> Form:
    """A form of these items. Its XForm only stands for one: nothing here reads it."""
    xform = f"<h:html><!-- {form_id} {version} {children!r} {settings!r} --></h:html>"
    return Form(
        form_id=form_id,
        version=version,
        titles={"vi": form_id, "en": form_id},
        languages=("vi", "en"),
        children=children,
        choice_lists=choice_lists or {},
        xform=xform,
        settings=settings or {},
    )


KINDS = (
    Choice("talk", {"vi": "nói chuyện chuyên đề", "en": "talk"}),
    Choice("stage", {"vi": "sân khấu hóa", "en": "stage show"}),
)


def activity_form(version: str = "2026110101", *extra: Item) -> Form:
    """A small activity: every value type, a group, a repeat in a repeat, a personal roster."""
    return form(
        question("title"),
        question("held_on", ValueType.DATE),
        group(
            "attendance",
            question("people", ValueType.INTEGER),
            question("cost", ValueType.DECIMAL),
        ),
        question("kind", question_type=QuestionType.SELECT_ONE, choice_list="kind"),
        question("languages", ValueType.NAMES),
        question("place"),
        question("started_at", ValueType.TIME),
        question("contact", personal=True),
        question("advice", ValueType.NONE),
        repeat(
            "posting",
            question("address"),
            question("views", ValueType.INTEGER),
            repeat("reply", question("words")),
        ),
        repeat("roster", question("full_name"), personal=True),
        *extra,
        version=version,
        choice_lists={"kind": KINDS},
        settings={
            "title_key": "title",
            "event_on_key": "held_on",
            "summary_keys": "kind held_on",
        },
    )


def record(
    *,
    record_id: str | None = None,
    form_id: str = "activity",
    form_version: str = "2026110101",
    unit: UnitKey = UNIT,
    status: RecordStatus = RecordStatus.COMPLETE,
    revision: int = 0,
    event_on: date | None = date(2026, 11, 1),
    answers: Mapping[str, str] | None = None,
    repeats: Mapping[str, tuple[Row, ...]] | None = None,
    updated_at: datetime = NOW,
) -> Record:
    return Record(
        record_id=record_id or str(uuid.uuid4()),
        form_id=form_id,
        form_version=form_version,
        unit=unit,
        status=status,
        revision=revision,
        desk_id="b6b9cbb3-1b5c-4a52-9f0f-3a35c6a6d001",
        author=ACTOR,
        created_at=NOW,
        updated_at=updated_at,
        event_on=event_on,
        answers=answers if answers is not None else {"title": "Tuyên truyền quyền trẻ em"},
        repeats=repeats or {},
    )


def rows(*answers: Mapping[str, str]) -> tuple[Row, ...]:
    return tuple(Row(each) for each in answers)


SUBJECTS = ("Tuyên truyền", "Tập huấn", "Nói chuyện", "Hội nghị", "Sinh hoạt", "Ngày hội")
THEMES = ("quyền trẻ em", "bình đẳng giới", "dân tộc thiểu số", "người khuyết tật", "đất đai")
PLACES = ("Đồng Nai", "Vĩnh Xương", "An Châu", "Óc Eo", "Núi Cấm", "Phú Tân", "Tri Tôn")


def many_records(count: int, *, form_id: str = "activity", seed: int = 1) -> Iterable[Record]:
    """Believable, all different, always the same for a seed."""
    import random

    draw = random.Random(seed)
    base = record(form_id=form_id)
    for number in range(count):
        place = draw.choice(PLACES)
        event_on = date(2023, 1, 1).fromordinal(date(2023, 1, 1).toordinal() + draw.randrange(1400))
        title = (
            f"{draw.choice(SUBJECTS)} về {draw.choice(THEMES)} tại ấp {draw.randrange(400)} {place}"
        )
        yield replace(
            base,
            record_id=str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            event_on=event_on,
            status=RecordStatus.INCOMPLETE if number % 20 == 0 else RecordStatus.COMPLETE,
            answers={
                "title": title,
                "held_on": event_on.isoformat(),
                "people": str(draw.randrange(10, 400)),
                "cost": str(draw.randrange(1, 90) * 100000 + 0.5),
                "kind": draw.choice(("talk", "stage")),
                "languages": "vi km",
                "place": f"Nhà văn hóa ấp {draw.randrange(300)}, {place}",
                "started_at": "08:00",
            },
            repeats={"posting": rows({"address": f"trang {draw.randrange(99999)}", "views": "12"})},
        )
