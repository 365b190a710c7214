"""Believable records for the sample journey, drawn from `resources/sample/words.toml`.

The same seed gives the same records. Nothing here is about anybody: names are made up.
"""

from __future__ import annotations

import random
import struct
import tomllib
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from hrdesk.resources import resource

_MIX: Final = (
    "activity",
    "product",
    "activity",
    "training",
    "product",
    "press_information",
    "activity",
    "false_news",
    "activity",
    "product",
    "activity",
    "activity",
)
_KHMER_PLACES: Final = ("30544", "30526", "30577", "30904", "30952")
_LONG_LIST: Final = 100


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One record to be typed: answers in the order typed, rows of a repeat, files to attach."""

    record_id: str
    form_id: str
    event_on: date
    answers: Mapping[str, str]
    rows: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    files: tuple[tuple[str, bytes], ...] = ()


def sample_words() -> dict[str, Any]:
    """The words to draw from."""
    with resource("sample", "words.toml").open("rb") as stream:
        return tomllib.load(stream)


class SampleWriter:
    """Draws the records of one office."""

    def __init__(self, unit_code: str, unit_name: str, place: int) -> None:
        """`place` is the office's number: each begins elsewhere in the lists of titles."""
        self._unit_code = unit_code
        self._unit_name = unit_name
        self._words = sample_words()
        self._random = random.Random(f"hrdesk {unit_code}")  # noqa: S311 - a repeatable sample
        self._used = dict.fromkeys(_MIX, place * 2)
        self._used["product"] = place
        self._trainings = 0

    def person(self) -> str:
        """A made-up name."""
        return " ".join(
            self._one_of(key) for key in ("family_names", "middle_names", "given_names")
        )

    def position(self) -> str:
        """A position of an office."""
        return str(self._one_of("positions"))

    def records(
        self, first_on: date, last_on: date, count: int, *, long_list: bool = False
    ) -> Iterator[SampleRecord]:
        """`count` records of a period; with `long_list` one training has a hundred participants."""
        days = (last_on - first_on).days
        for number in range(count):
            kind = _MIX[number] if number < len(_MIX) else self._random.choice(_MIX)
            day = first_on + timedelta(days=number * days // max(count, 1))
            yield self._record(kind, day, last_on, long_list=long_list and number == 3)

    def own_agency(self, on: date, *, assigned: bool) -> SampleRecord:
        """The register's line about the office itself."""
        name = f"Ủy ban nhân dân {self._unit_name[:1].lower()}{self._unit_name[1:]}"
        return self._agency(name, "", on, assigned=assigned)

    def agencies(self, on: date) -> Iterator[SampleRecord]:
        """Agencies of the province besides its People's Committee."""
        for line in self._words["agency"]:
            yield self._agency(line["name"], line["code"], on, assigned=line["assigned"])

    def officials(self, on: date) -> Iterator[SampleRecord]:
        """Key officials of provincial organisations."""
        for number, line in enumerate(self._words["official"], start=1):
            answers = {
                "full_name": self.person(),
                "official_code": f"CB-{number:03}",
                "organisation": line["organisation"],
                "official_level": "province",
                "position": line["position"],
                "in_post_from": f"{on.year - 2}-01-15",
            }
            yield self._made("key_official", on, answers)

    def official_training(self, on: date, codes: tuple[str, ...]) -> SampleRecord:
        """The province's training that counts for the target on key officials."""
        rows = tuple(
            {
                "full_name": self.person(),
                "participant_group": "provincial_key_officials",
                "official_id": code,
                "sessions_attended": "2",
                "passed": "yes",
            }
            for code in codes
        )
        answers = {
            "title": "Tập huấn truyền thông quyền con người cho cán bộ chủ chốt cấp tỉnh",
            "event_on": on.isoformat(),
            "training_kind": "training",
            "delivery": "in_person",
            "level": "province",
            "sessions": "2",
            "topics": "policy_and_law communication_skills",
            "people": str(len(codes)),
            "provincial_key_officials_count": str(len(codes)),
        }
        return self._made("training", on, answers, {"participants": rows})

    # --- kinds

    def _record(self, kind: str, day: date, last_on: date, *, long_list: bool) -> SampleRecord:
        match kind:
            case "activity":
                return self._activity(day)
            case "training":
                return self._training(day, _LONG_LIST if long_list else 0)
            case "product":
                return self._product(day, last_on)
            case "press_information":
                return self._press(day)
            case _:
                return self._false_news(day, last_on)

    def _activity(self, day: date) -> SampleRecord:
        line = self._next("activity")
        people = self._random.randrange(35, 240)
        place = str(self._one_of("places"))
        title = line["title"].format(
            place=place[:1].lower() + place[1:], people_of=self._people_of()
        )
        counted = line["kind"] not in {
            "broadcast",
            "loudspeaker_van",
            "visual_display",
            "online_campaign",
        }
        answers = {
            "title": title,
            "event_on": day.isoformat(),
            "activity_kind": line["kind"],
            "place": f"{self._one_of('places')}, {self._unit_name}",
            "partners": str(self._one_of("partners")),
            "languages": self._languages(),
            "sessions": str(
                self._random.randrange(1, 4) if counted else self._random.randrange(4, 40)
            ),
            "topics": line["topics"],
            "audiences": line["audiences"],
            "channels": line["channels"],
            "plan_number": str(self._one_of("plans")),
        }
        if counted:
            answers["people"] = str(people)
            answers["women"] = str(people * self._random.randrange(40, 62) // 100)
            answers["minorities"] = str(people * self._random.randrange(5, 70) // 100)
        if self._random.random() < 0.4:
            answers["cost"] = str(self._random.randrange(4, 60) * 250_000)
            answers["cost_source"] = "regular"
        files: tuple[tuple[str, bytes], ...] = ()
        if self._used["activity"] % 4 == 1:
            files = ((f"anh_{day:%d%m}.png", sample_picture(self._random)),)
        return self._made("activity", day, answers, files=files)

    def _training(self, day: date, listed: int) -> SampleRecord:
        line = self._next("training")
        people = listed or self._random.randrange(28, 70)
        women = people * self._random.randrange(45, 65) // 100
        speakers = people // 2
        answers = {
            "title": line["title"],
            "event_on": day.isoformat(),
            "training_kind": line["kind"],
            "place": f"{self._one_of('places')}, {self._unit_name}",
            "delivery": "in_person",
            "level": "commune",
            "sessions": "2",
            "teaching_periods": "8",
            "lecturer_organisation": str(self._one_of("organisations_teaching")),
            "topics": line["topics"],
            "people": str(people),
            "women": str(women),
            "minorities": str(people // 5),
            "grassroots_speakers_count": str(speakers),
            "local_key_officials_count": str(people - speakers),
            "plan_number": str(self._one_of("plans")),
        }
        rows = tuple(
            {
                "full_name": self.person(),
                "workplace": str(self._one_of("workplaces")),
                "participant_group": "grassroots_speakers",
                "sex": "female" if number < women else "male",
                "sessions_attended": "2",
                "passed": "yes",
            }
            for number in range(listed)
        )
        files = ((f"ke_hoach_{day:%d%m}.pdf", sample_document()),)
        return self._made("training", day, answers, {"participants": rows} if rows else {}, files)

    def _product(self, day: date, last_on: date) -> SampleRecord:
        line = self._next("product")
        answers = {
            "title": line["title"],
            "product_kind": line["kind"],
            "event_on": day.isoformat(),
            "quantity": str(self._random.randrange(1, 30) * 10),
            "languages": line["languages"],
        }
        answers |= {key: line[key] for key in ("title_vi", "scripts") if key in line}
        if self._random.random() < 0.3:
            answers["product_source"] = "joint_led"
            answers["partners"] = str(self._one_of("partners"))
        answers["topics"] = "policy_and_law"
        answers["audiences"] = "public"
        posted_on = min(day + timedelta(days=1), last_on)
        slug = f"{self._unit_code}-{day:%d%m}-{self._used['product']}"
        postings = [
            {
                "platform": "portal",
                "posted_on": posted_on.isoformat(),
                "url": f"https://xa-mau.example/tin/{slug}",
            },
            {
                "platform": "facebook",
                "posted_on": posted_on.isoformat(),
                "url": f"https://facebook.example/trang-mau/{slug}",
                "reach": str(self._random.randrange(80, 4200)),
                "reach_read_on": posted_on.isoformat(),
            },
        ]
        posted = postings[: self._random.choice((0, 1, 2, 2))]
        return self._made("product", day, answers, {"postings": tuple(posted)} if posted else {})

    def _press(self, day: date) -> SampleRecord:
        line = self._next("press_information", "press")
        answers = {
            "title": line["title"],
            "event_on": day.isoformat(),
            "press_form": line["form"],
            "regularity": line["regularity"],
            "about_human_rights": line["about"],
            "press_count": str(self._random.randrange(1, 5)),
            "document_number": f"{self._random.randrange(10, 400)}/UBND-VX",
        }
        return self._made("press_information", day, answers)

    def _false_news(self, day: date, last_on: date) -> SampleRecord:
        line = self._next("false_news")
        decided = min(day + timedelta(days=1), last_on).isoformat()
        answers = {
            "content_summary": line["summary"],
            "event_on": day.isoformat(),
            "channel": line["channel"],
            "severity": self._random.choice(("low", "medium", "high")),
            "detected_by": self._random.choice(("self_review", "residents", "higher_level")),
            "conclusion": line["conclusion"],
        }
        if line["conclusion"] != "unverified":
            answers["concluded_on"] = decided
            answers["measures"] = "official_information monitoring"
            answers["result"] = line["result"]
            answers["handled_on"] = decided
        return self._made("false_news", day, answers)

    def _agency(self, name: str, code: str, on: date, *, assigned: bool) -> SampleRecord:
        answers = {"agency_name": name, "agency_kind": "department" if code else "people_committee"}
        if code:
            answers["agency_code"] = code
        if assigned:
            answers |= {
                "assignment_number": f"{self._random.randrange(10, 90)}/QĐ",
                "assigned_on": f"{on.year}-01-10",
                "spokesperson_position": "Phó Chủ tịch" if not code else "Phó Giám đốc",
                "announced": "yes",
                "announced_on": f"{on.year}-01-15",
            }
        return self._made("agency", on, answers)

    # --- drawing

    def _made(
        self,
        form_id: str,
        day: date,
        answers: Mapping[str, str],
        rows: Mapping[str, tuple[Mapping[str, str], ...]] | None = None,
        files: tuple[tuple[str, bytes], ...] = (),
    ) -> SampleRecord:
        record_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        return SampleRecord(record_id, form_id, day, answers, rows or {}, files)

    def _next(self, kind: str, key: str | None = None) -> dict[str, Any]:
        lines: list[dict[str, Any]] = self._words[key or kind]
        line = lines[self._used[kind] % len(lines)]
        self._used[kind] += 1
        return line

    def _one_of(self, key: str) -> Any:  # noqa: ANN401 - words as TOML gives them
        return self._random.choice(self._words[key])

    def _people_of(self) -> str:
        return "Khmer" if self._unit_code in _KHMER_PLACES else "Chăm"

    def _languages(self) -> str:
        if self._random.random() < 0.25:
            return "vi km" if self._unit_code in _KHMER_PLACES else "vi cja"
        return "vi"


def sample_picture(source: random.Random) -> bytes:
    """A small PNG: a sky, a field and a sun somewhere."""
    width, height, sun = 96, 64, source.randrange(16, 80)
    lines = bytearray()
    for row in range(height):
        lines.append(0)
        for column in range(width):
            if (column - sun) ** 2 + (row - 16) ** 2 < 80:
                lines += bytes((250, 200, 60))
            elif row < 40:
                lines += bytes((120, 170 + row, 230))
            else:
                lines += bytes((60, 150 - row, 70))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in (
            (b"IHDR", head),
            (b"IDAT", zlib.compress(bytes(lines), 9)),
            (b"IEND", b""),
        )
    )


def sample_document() -> bytes:
    """A PDF of one page with a line of text, as a scanned plan would be attached."""
    text = b"BT /F1 14 Tf 72 760 Td (Ke hoach lop tap huan - ban mau) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(body)
