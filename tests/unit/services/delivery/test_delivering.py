"""A period from the outbox to a stick or a letter; the journal says what was read back, no more."""

from __future__ import annotations

import email
import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from email.policy import default
from pathlib import Path

import pikepdf
import pytest

from hrdesk.errors import (
    ArgumentWrongError,
    LeaderAwaitedError,
    MailTooLargeError,
    PartsUnknownError,
    VolumeGoneError,
    VolumeSpaceError,
)
from hrdesk.services.attaching import take_in
from hrdesk.services.delivery.delivering import deliver
from hrdesk.services.delivery.journal import DeliveryState, journal
from hrdesk.services.delivery.mail import keep_province_address, write_drafts
from hrdesk.services.delivery.mail_limit import MAIL_LIMIT_SETTING
from hrdesk.services.importing import import_table
from hrdesk.services.lists import RecordQuery
from hrdesk.services.province import intakes, receive
from hrdesk.services.submitting import Handing, submit
from hrdesk.services.workspace import open_workspace
from tests.support.office import WORDS, activities_file, offices, tell
from tests.support.volumes import FolderVolumes
from tests.unit.services.test_signed_loop import NOW, PERIOD

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def desks(tmp_path: Path):
    province, unit = offices(tmp_path)
    with open_workspace(province, now=NOW) as receiving, open_workspace(unit, now=NOW) as sending:
        import_table(sending, "activity", activities_file(tmp_path), now=NOW)
        yield receiving, sending


def made(desk, handing: Handing | None = None):
    """A submission that lies in the outbox and went nowhere."""
    return submit(
        desk, PERIOD, desk.paths.outbox, passphrase=WORDS, now=NOW, handing=handing or Handing()
    )


def state(desk) -> DeliveryState:
    return journal(desk)[0].state


def test_journal__made_in_the_outbox__went_nowhere(desks) -> None:
    _, desk = desks
    made(desk)
    assert state(desk) is DeliveryState.MADE
    assert journal(desk)[0].missing == (1,)


def test_submit__to_a_folder__written_and_read_back(desks, tmp_path: Path) -> None:
    _, desk = desks
    sent = submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=NOW)
    line = journal(desk)[0]
    assert line.state is DeliveryState.WRITTEN
    assert line.parts[0].sha256 == hashlib.sha256(sent.path.read_bytes()).hexdigest()


def test_submit__stick_pulled_before__nothing_made_nothing_marked(desks, tmp_path: Path) -> None:
    _, desk = desks
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick")
    known.pull(stick.folder)
    with pytest.raises(VolumeGoneError):
        submit(
            desk,
            PERIOD,
            stick.folder,
            passphrase=WORDS,
            now=NOW,
            handing=Handing(volume=stick, volumes=known),
        )
    assert journal(desk) == ()
    assert not stick.folder.exists()
    assert list(desk.paths.outbox.glob("*")) == []


def test_deliver__onto_the_chosen_stick__read_back_and_taken_in(desks, tmp_path: Path) -> None:
    province, desk = desks
    sent = made(desk)
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick")
    done = deliver(desk, "2026-11", stick.folder, now=NOW, volume=stick, volumes=known)
    assert (done.place, done.removable) == ("KINGSTON", True)
    line = journal(desk)[0]
    assert (line.state, line.place, line.missing) == (DeliveryState.WRITTEN, "KINGSTON", ())
    receive(province, [stick.folder], now=NOW)
    assert [one.bundle_id for one in intakes(province)] == [sent.bundle_id]
    assert state(desk) is DeliveryState.WRITTEN  # received is what a receipt says, nothing else


def test_deliver__no_room__stays_made(desks, tmp_path: Path) -> None:
    _, desk = desks
    made(desk)
    known = FolderVolumes()
    stick = known.plug(tmp_path / "stick", free_bytes=10_000)
    with pytest.raises(VolumeSpaceError):
        deliver(desk, "2026-11", stick.folder, now=NOW, volume=stick, volumes=known)
    assert state(desk) is DeliveryState.MADE


def test_deliver__period_never_made__says_so(desks, tmp_path: Path) -> None:
    _, desk = desks
    with pytest.raises(PartsUnknownError):
        deliver(desk, "2026-10", tmp_path, now=NOW)


def test_deliver__awaits_the_leader__does_not_leave(desks, tmp_path: Path) -> None:
    _, desk = desks
    desk.kit._policy = replace(desk.kit.policy, second_signature=True)
    sent = made(desk)
    assert state(desk) is DeliveryState.AWAITS_LEADER
    with pytest.raises(LeaderAwaitedError):
        deliver(desk, sent.bundle_id[:8], tmp_path / "s", now=NOW)
    with pytest.raises(LeaderAwaitedError):
        write_drafts(desk, sent.bundle_id[:8], tmp_path / "s", now=NOW)


# --- parts


def with_files(desk, tmp_path: Path) -> None:
    """Three scans of 900 kB at one record."""
    row = desk.store.rows(desk.store.ids(RecordQuery(form_id="activity")))[0]
    for number in range(3):
        path = tmp_path / f"tai lieu {number}.pdf"
        with pikepdf.new() as scan:
            scan.add_blank_page()
            scan.Root.Scan = scan.make_stream(os.urandom(900_000))
            scan.save(path)
        take_in(desk, row.record_id, "attachments", path, now=NOW)


def test_parts__one_lost_on_the_way__only_that_one_goes_again(desks, tmp_path: Path) -> None:
    province, desk = desks
    with_files(desk, tmp_path)
    desk.set_setting(MAIL_LIMIT_SETTING, "2000000")
    sent = made(desk, Handing(limit_bytes=None))
    assert len(sent.paths) == 4
    drafts = write_drafts(desk, "2026-11", tmp_path / "thu", now=NOW)
    assert [one.path.name for one in drafts][1].endswith("_2-of-4.eml")
    assert all(one.size_bytes <= 2_000_000 for one in drafts)
    came = tmp_path / "came"
    came.mkdir()
    for number, letter in enumerate(letters([one.path for one in drafts]), start=1):
        (attached,) = letter.iter_attachments()
        if number != 3:
            (came / attached.get_filename()).write_bytes(attached.get_payload(decode=True))
    outcomes = receive(province, [came], now=NOW)
    assert {one.cause for one in outcomes} == {"parts"}
    done = deliver(desk, "2026-11", tmp_path / "stick", now=NOW, parts=(3,))
    assert [one.path.name for one in done.files] == [sent.paths[2].name]
    assert [one.result for one in receive(province, [tmp_path / "stick"], now=NOW)] == ["accepted"]
    assert [one.bundle_id for one in intakes(province)] == [sent.bundle_id]


def test_journal__some_parts_written__partly_with_the_missing_numbers(
    desks, tmp_path: Path
) -> None:
    _, desk = desks
    with_files(desk, tmp_path)
    desk.set_setting(MAIL_LIMIT_SETTING, "2000000")
    made(desk, Handing(limit_bytes=None))
    deliver(desk, "2026-11", tmp_path / "stick", now=NOW, parts=(1, 3))
    line = journal(desk)[0]
    assert (line.state, line.missing) == (DeliveryState.PARTLY, (2, 4))


# --- mail


def letters(paths) -> list[email.message.EmailMessage]:
    return [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]


def test_mail__one_letter__a_draft_with_the_file_and_how_to_check_it(desks, tmp_path: Path) -> None:
    province, desk = desks
    sent = made(desk)
    keep_province_address(desk, "stttt@angiang.gov.vn")
    (draft,) = write_drafts(desk, "2026-11", tmp_path / "nop.eml", now=NOW)
    assert draft.path == tmp_path / "nop.eml"
    (letter,) = letters([draft.path])
    assert (letter["X-Unsent"], letter["To"]) == ("1", "stttt@angiang.gov.vn")
    assert letter["From"] is None
    (attached,) = letter.iter_attachments()
    kept = desk.paths.outbox / sent.path.name
    assert attached.get_filename() == sent.path.name
    assert attached.get_payload(decode=True) == kept.read_bytes()
    text = letter.get_body().get_content()
    digest = hashlib.sha256(kept.read_bytes()).hexdigest()
    assert digest in text.replace(" ", "")
    assert sent.bundle_id in text
    assert "số liệu từ 15/10/2026 đến 14/11/2026" in text
    assert desk.unit.name in text
    assert "Hoạt động" in text
    assert "certutil -hashfile" in text
    assert desk.name not in draft.path.read_text(encoding="utf-8") + text
    assert desk.unit.name in letter["Subject"]
    assert state(desk) is DeliveryState.DRAFTED
    (tmp_path / "nhan").mkdir()
    (tmp_path / "nhan" / attached.get_filename()).write_bytes(attached.get_payload(decode=True))
    assert [one.result for one in receive(province, [tmp_path / "nhan"], now=NOW)] == ["accepted"]


def test_mail__after_the_stick__stays_written(desks, tmp_path: Path) -> None:
    _, desk = desks
    submit(desk, PERIOD, tmp_path / "s", passphrase=WORDS, now=NOW)
    write_drafts(desk, "2026-11", tmp_path / "d", now=NOW)
    assert state(desk) is DeliveryState.WRITTEN


def test_mail__larger_than_mails_may_be__refused_and_not_marked(desks, tmp_path: Path) -> None:
    _, desk = desks
    made(desk)
    desk.set_setting(MAIL_LIMIT_SETTING, "20000")
    with pytest.raises(MailTooLargeError):
        write_drafts(desk, "2026-11", tmp_path / "d", now=NOW)
    assert state(desk) is DeliveryState.MADE
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("text", ["tỉnh", "a@b", "a b@c.vn", "x@y.vn\r\nBcc: z@w.vn"])
def test_mail__address_that_is_none__refused(desks, text: str) -> None:
    _, desk = desks
    with pytest.raises(ArgumentWrongError):
        keep_province_address(desk, text)


# --- by command


def test_commands__volumes_deliver_mail__say_what_was_done(desks, tmp_path: Path) -> None:
    _, desk = desks
    sent = made(desk)
    data = desk.paths.folder
    desk.close()
    assert isinstance(tell("volumes", "--json").json, list)
    told = tell("--data", data, "deliver", "2026-11", "--to", tmp_path / "t", "--json")
    assert told.code == 0, told.err
    (file,) = told.json["files"]
    assert Path(file["path"]).read_bytes() == (desk.paths.outbox / sent.path.name).read_bytes()
    out = tmp_path / "F.eml"
    told = tell("--data", data, "mail", sent.path, "--out", out, "--address", "a@b.vn", "--json")
    assert told.code == 0, told.err
    assert told.json == [
        {
            "path": str(out),
            "attachment": sent.path.name,
            "size_bytes": out.stat().st_size,
            "part": 1,
            "parts": 1,
        }
    ]
    assert tell("--data", data, "deliver", "2026-10", "--to", tmp_path / "t").code == 2


_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from hrdesk.services.delivery.delivering import deliver
from hrdesk.services.workspace import open_workspace
now = datetime(2026, 11, 16, 3, tzinfo=UTC)
with open_workspace(Path(sys.argv[1]), now=now) as ws:
    print("begun", flush=True)
    deliver(ws, "2026-11", Path(sys.argv[2]), now=now)
"""


@pytest.mark.long
def test_deliver__killed_at_any_moment__the_journal_agrees_with_the_stick(
    desks, tmp_path: Path
) -> None:
    _, desk = desks
    sent = made(desk)
    whole = (desk.paths.outbox / sent.path.name).read_bytes()
    data = desk.paths.folder
    desk.close()
    for number in range(6):
        stick = tmp_path / f"stick{number}"
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(data), str(stick)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        try:
            child.wait(0.004 * number)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        target = stick / sent.path.name
        assert not target.exists() or target.read_bytes() == whole
        with open_workspace(data, now=NOW) as again:
            places = {
                act.facts["place"] for act in again.store.exchange_log.lines("delivery_written")
            }
            assert str(stick) not in places or target.read_bytes() == whole
            if number == 5:
                deliver(again, "2026-11", stick, now=NOW)
                assert sorted(path.name for path in stick.iterdir()) == [sent.path.name]
