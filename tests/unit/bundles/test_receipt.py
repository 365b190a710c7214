"""What a receipt says in words: whoever signed it, nothing in it turns a line around."""

from __future__ import annotations

from hrdesk.bundles.receipt import read_receipt
from hrdesk.bundles.strict_json import write_strict

REMARK = {
    "id": "018f3a2b-7c4d-7e5f-8a9b-0c1d2e3f4a5b",
    "record_id": "00000000-0000-4000-8000-000000000001",
    "form_id": "activity",
    "period": "2026-10",
    "question": "title",
    "row": 0,
    "text": "Xem lại\u202e46\u2066\nភូមិ\u200bអូរ",
    "value": "6\x9f4",
    "revision": 1,
    "made_at": "2026-11-23T11:35:20+00:00",
    "made_by": "Trần\u202e Văn",
    "state": "open",
}


def test_receipt__letters_that_cannot_be_seen__are_shown_as_such() -> None:
    content = {
        "reasons": {"0" * 64: "Đã\u202e cũ"},
        "missing": [],
        "left_out": {},
        "remarks": [REMARK],
    }
    read = read_receipt(write_strict(content))
    (remark,) = read.remarks
    assert remark.text == "Xem lại\ufffd46\ufffd\nភូមិ\u200bអូរ"
    assert (remark.value, remark.made_by) == ("6\ufffd4", "Trần\ufffd Văn")
    assert read.reasons == {"0" * 64: "Đã\ufffd cũ"}
