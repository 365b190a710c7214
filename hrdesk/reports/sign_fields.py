"""Where a report is signed electronically (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II).

A person's signature stands in the middle between position and name; the agency's seal, of its true
size, covers the left third of it. Boxes are left, bottom, right, top in points.
"""

from __future__ import annotations

from typing import Final

from hrdesk.reports.layout import A4, MM, RIGHT, TOP

LEADER_FIELD: Final = "hrdesk_leader"
UNIT_FIELD: Final = "hrdesk_unit"
ATTACHMENT_FIELD: Final = "hrdesk_attachment"
SIGNATURE_SIZE: Final = (45 * MM, 24 * MM)
SEAL_ROOM: Final = 36 * MM  # the largest seal: a province's; a smaller one keeps its size in it
SEAL_ONLY: Final = SEAL_ROOM - SIGNATURE_SIZE[0] / 3  # its part that no signature shares
LAST_RESORT: Final = (300.0, 80.0, 550.0, 154.0)  # of a paper that left no room for signing

Box = tuple[float, float, float, float]


def fields_in(room: Box) -> dict[str, Box]:
    """The boxes of both fields in the room between position and name."""
    x, y = (room[0] + room[2]) / 2, (room[1] + room[3]) / 2
    width, height = SIGNATURE_SIZE
    left = x - width / 2
    seal_right = left + width / 3
    return {
        LEADER_FIELD: (left, y - height / 2, left + width, y + height / 2),
        UNIT_FIELD: (seal_right - SEAL_ROOM, y - SEAL_ROOM / 2, seal_right, y + SEAL_ROOM / 2),
    }


def attachment_box(size: tuple[float, float]) -> Box:
    """The box of the text on an attachment: top right of its page, within the margins."""
    right, top = A4[0] - RIGHT, A4[1] - TOP / 2
    return (right - size[0], top - size[1], right, top)
