"""Everything that can be wrong with a container or its content, as a table of sentences.

A fault found while reading is raised as `FaultFoundError` inside this room and turned into a
finding by `hrdesk.verification`; it never reaches a person as an exception.
`BUN_1nn` the zip · `BUN_2nn` the manifest · `BUN_3nn` bundle.json · `BUN_4nn` the encryption
`PKG_nnn` the tables and files.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hrdesk.i18n import N_

_AGAIN = N_("Ask the sender for the file again; do not repair it.")
_UPDATE = N_("Update the program, then open the file again.")
_OFFICE = N_("Call the office that sent it.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault. `content` is False where the container itself is wrong."""

    fault_id: str
    sentence: str
    remedy: str = _AGAIN
    content: bool = False


class Faults(Enum):
    """All faults of container and content."""

    UNREADABLE = Fault("BUN_101", N_("The file cannot be read."))
    TOO_LARGE = Fault("BUN_102", N_("The file is larger than a bundle may be."))
    NOT_A_ZIP = Fault("BUN_103", N_("The file is not a bundle, or its end is missing."))
    END_RECORD = Fault("BUN_104", N_("The directory at the end of the file is not as it must be."))
    TOO_MANY = Fault("BUN_105", N_("The bundle holds more entries than are allowed."))
    DIRECTORY = Fault("BUN_106", N_("The directory of the bundle is damaged."))
    HEADER = Fault("BUN_107", N_("A header of an entry has a value that is not allowed."))
    LOCAL_HEADER = Fault(
        "BUN_108", N_("An entry says of itself something else than the directory.")
    )
    GAP = Fault("BUN_109", N_("There are bytes in the bundle that belong to no entry."))
    NAME = Fault("BUN_110", N_("An entry has a name that is not allowed."))
    DUPLICATE = Fault("BUN_111", N_("Two entries have the same name."))
    ENTRY_SIZE = Fault("BUN_112", N_("An entry is larger than is allowed."))
    RATIO = Fault("BUN_113", N_("An entry grows suspiciously when it is unpacked."))
    DEFLATE = Fault("BUN_114", N_("An entry cannot be unpacked."))
    CHECKSUM = Fault("BUN_115", N_("An entry was damaged on the way: its checksum differs."))
    MIMETYPE = Fault("BUN_116", N_("The bundle does not begin with its type."))
    REQUIRED = Fault("BUN_117", N_("An entry that every bundle must have is missing or misplaced."))
    SECOND_SIGNATURE = Fault(
        "BUN_118",
        N_("The bundle has a second signature where it may have none."),
    )

    MANIFEST = Fault("BUN_201", N_("The list of signed entries is not in the one allowed form."))
    UNSIGNED = Fault("BUN_202", N_("The signed list and the entries of the bundle differ."))
    DIGEST = Fault("BUN_203", N_("An entry was changed after it was signed."))

    FACTS_JSON = Fault("BUN_301", N_("bundle.json cannot be read."), content=True)
    FACTS_FIELD = Fault(
        "BUN_302", N_("bundle.json has a field that is missing, wrong or unknown."), content=True
    )
    FORMAT = Fault("BUN_303", N_("bundle.json is of another format."), content=True)
    NEWER = Fault(
        "BUN_304",
        N_("The bundle was made by a newer version of the program."),
        _UPDATE,
        content=True,
    )
    BUNDLE_TYPE = Fault(
        "BUN_305", N_("This version cannot read bundles of this kind."), _UPDATE, content=True
    )
    PROVINCE = Fault(
        "BUN_306", N_("The bundle is meant for another province."), _OFFICE, content=True
    )
    PART_OF_SET = Fault(
        "BUN_307",
        N_("The bundle is part of a set, which this version cannot read."),
        _UPDATE,
        content=True,
    )
    COUNTS = Fault(
        "BUN_308", N_("The numbers in bundle.json differ from what the bundle holds."), content=True
    )
    ENTRIES = Fault(
        "BUN_309",
        N_("The bundle holds an entry that this kind of bundle does not have."),
        content=True,
    )
    UNEXPECTED = Fault(
        "BUN_310",
        N_("A bundle of this kind has no place here."),
        N_("Open it at the desk or at the province that it is meant for."),
        content=True,
    )
    RECIPIENT = Fault(
        "BUN_311",
        N_("The bundle was encrypted for another recipient than the one that is signed in it."),
        _OFFICE,
        content=True,
    )
    PARTS_DIFFER = Fault(
        "BUN_312", N_("The parts of the submission do not belong together."), content=True
    )

    LOCKED = Fault(
        "BUN_401",
        N_("The bundle is encrypted, and the province's key is not open."),
        N_("Open the key with its passphrase; the bundle waits and is then taken in."),
    )
    NO_KEY = Fault(
        "BUN_402",
        N_("The bundle is encrypted for a key that is not here."),
        N_("Call the office; perhaps it has an old kit. The escrow key may open it."),
    )
    DAMAGED = Fault(
        "BUN_403", N_("The encryption of the bundle is damaged; nothing of it can be read.")
    )

    DESCRIPTOR = Fault("PKG_101", N_("datapackage.json cannot be read."), content=True)
    RESOURCE = Fault(
        "PKG_102",
        N_("datapackage.json describes something else than the bundle holds."),
        content=True,
    )
    SCHEMA = Fault("PKG_103", N_("The columns of a table are not those of its form."), content=True)
    FORM_UNKNOWN = Fault(
        "PKG_104",
        N_("The table was entered with a form version that is not known here."),
        N_("Take in the newest form definitions, then open the file again."),
        content=True,
    )
    ENCODING = Fault("PKG_105", N_("A table is not plain UTF-8 text."), content=True)
    CSV = Fault("PKG_106", N_("A table is not written as CSV must be."), content=True)
    CSV_HEADER = Fault("PKG_107", N_("The head of a table is not that of its form."), content=True)
    VALUE = Fault("PKG_108", N_("A value does not fit its column."), content=True)
    ROW_KEY = Fault("PKG_109", N_("A row appears twice or belongs to no record."), content=True)
    FOREIGN_UNIT = Fault(
        "PKG_110", N_("A record belongs to another unit than the sender."), content=True
    )
    ATTACHMENT = Fault(
        "PKG_111", N_("An attachment and its description do not agree."), content=True
    )
    FILE_TYPE = Fault("PKG_112", N_("A file is not of the kind that its name says."), content=True)
    KIT_FILE = Fault(
        "KIT_101",
        N_("A file of the kit is missing, wrong, or not in its one form."),
        content=True,
    )
    KIT_FORM = Fault("KIT_102", N_("A form of the kit cannot be used."), content=True)
    RENEWAL = Fault(
        "BUN_320", N_("The request for the next key cannot be read."), _OFFICE, content=True
    )
    RECEIPT = Fault("BUN_321", N_("The receipt is not in its one form."), _OFFICE, content=True)
    KIT_PLAN = Fault("KIT_103", N_("The targets of the kit cannot be used."), content=True)
    ROSTER = Fault("PKG_114", N_("A list of people is not in its one form."), content=True)
    ZERO = Fault(
        "PKG_115",
        N_("The bundle says that nothing happened, but holds records of the period."),
        _OFFICE,
        content=True,
    )
    IMAGE_SIZE = Fault("PKG_113", N_("A picture is larger than can be shown safely."), content=True)


class FaultFoundError(Exception):
    """A fault at a place, on its way to become a finding."""

    def __init__(self, kind: Faults, place: str = "", expected: str = "", found: str = "") -> None:
        """Keep what was found where."""
        super().__init__(kind.value.fault_id, place, expected, found)
        self.fault: Fault = kind.value
        self.place = place
        self.expected = expected
        self.found = found
