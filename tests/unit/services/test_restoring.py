from __future__ import annotations

import shutil
import zipfile
from datetime import date, timedelta

import pytest

from hrdesk.errors import BackupForeignError, BackupUnreadableError, KitRefusedError
from hrdesk.services import kit_next, recipients, signing
from hrdesk.services.backing_up import make_backup
from hrdesk.services.clock import last_known_time, note_time
from hrdesk.services.kits import look_at_kit, take_kit
from hrdesk.services.restoring import restore_backup
from hrdesk.services.safekeeping import keep_daily_copy
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.identity import unlock
from hrdesk.trust.kit_mark import read_mark
from hrdesk.verification.outcome import Verdict
from tests.support.desk import NOW, PASSPHRASE, fill, make_desk
from tests.support.kits import LATER, enrolled_pair, made

MUCH_LATER = LATER + timedelta(days=9)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("restoring")
    office, desk = enrolled_pair(folder)
    fill(desk)
    office.close()
    desk.close()
    return folder


@pytest.fixture
def both(pair, tmp_path):
    shutil.copytree(pair, tmp_path / "pair")
    return tmp_path / "pair" / "province", tmp_path / "pair" / "desk"


def two_kits(office_folder, tmp_path):
    with open_workspace(office_folder, now=NOW) as office:
        first = made(office, tmp_path / "one")
        kit_next.set_period(office, "2026-11", due_on=date(2026, 11, 20))
        return first, made(office, tmp_path / "two", days=2)


def backed_up(folder, out, *, whole=True):
    with open_workspace(folder, now=LATER) as ws:
        return make_backup(ws, out, now=LATER) if whole else keep_daily_copy(ws, now=LATER)


@pytest.mark.parametrize("whole", [True, False])
def test_restore__backup_from_before_the_newest_kit__kit_never_goes_back(both, tmp_path, whole):
    office, desk = both
    first, second = two_kits(office, tmp_path)
    with open_workspace(desk, now=LATER) as ws:
        take_kit(ws, first, now=LATER)
    backup = backed_up(desk, tmp_path / "b.zip", whole=whole)
    with open_workspace(desk, now=LATER) as ws:
        take_kit(ws, second, now=MUCH_LATER)
        epoch = ws.store.journal.next_position().epoch
    done = restore_backup(desk, backup, now=MUCH_LATER)
    assert (done.kit_seq, done.records, done.unit_code) == (2, 11, "30577")
    with open_workspace(desk, now=MUCH_LATER) as ws:
        assert ws.kit.calendar.single["2026-11"].due_on == date(2026, 11, 20)
        assert ws.setting("restored_from") == epoch != ws.store.journal.next_position().epoch
        assert look_at_kit(ws, first, now=MUCH_LATER).outcome.verdict is Verdict.REFUSED
        with pytest.raises(KitRefusedError):
            take_kit(ws, first, now=MUCH_LATER)
        assert unlock(ws.paths.identity, PASSPHRASE).certificate is not None


def test_whole_folder_put_back_by_hand__same_place__older_kit_still_refused(both, tmp_path):
    office, desk = both
    first, second = two_kits(office, tmp_path)
    shutil.copytree(desk, tmp_path / "copied-before")
    with open_workspace(desk, now=LATER) as ws:
        take_kit(ws, first, now=LATER)
        take_kit(ws, second, now=MUCH_LATER)
    shutil.rmtree(desk)
    shutil.copytree(tmp_path / "copied-before", desk)
    with open_workspace(desk, now=MUCH_LATER) as ws:
        assert read_mark(ws.paths.trust).seq == 2
        with pytest.raises(KitRefusedError):
            take_kit(ws, first, now=MUCH_LATER)
        assert take_kit(ws, second, now=MUCH_LATER).seq == 2


def test_restore__into_an_empty_folder__keys_lists_and_time_come_with_it(both, tmp_path):
    office, _ = both
    with open_workspace(office, now=NOW) as ws:
        key = recipients.make_recipient(ws, passphrase=PASSPHRASE, now=NOW)
        made(ws, tmp_path / "kit")
        note_time(ws, LATER)
        (ws.paths.rosters).mkdir()
        (ws.paths.rosters / "30577_2026-11_000001_0123456789ab_1.age").write_bytes(b"sealed")
    backup = backed_up(office, tmp_path / "b.zip")
    done = restore_backup(tmp_path / "new computer", backup, now=LATER)
    assert done.aside is None
    with open_workspace(tmp_path / "new computer", now=LATER) as ws:
        assert recipients.open_keys(ws, PASSPHRASE).keys == {key}
        assert len(recipients.rosters(ws)) == 1
        assert last_known_time(ws) == LATER
        assert ws.kit.seq == read_mark(ws.paths.trust).seq == 1
        assert signing.signing_key(ws).holder


def test_restore__twice_over_a_living_desk__newer_key_and_files_stay(both, tmp_path):
    _, desk = both
    backup = backed_up(desk, tmp_path / "b.zip")
    with open_workspace(desk, now=LATER) as ws:
        signing.renew_lost_key(ws, "một khóa khác hẳn", tmp_path, now=LATER)
        (ws.paths.outbox).mkdir(exist_ok=True)
        (ws.paths.outbox / "since.asice").write_bytes(b"since")
    for _ in range(2):
        assert restore_backup(desk, backup, now=LATER).aside is not None
    with open_workspace(desk, now=LATER) as ws:
        unlock(ws.paths.identity, "một khóa khác hẳn")
        assert (ws.paths.outbox / "since.asice").read_bytes() == b"since"
        assert ws.store.integrity_check() == []


def test_restore__foreign_or_damaged__refused_and_nothing_changed(both, tmp_path):
    _, desk = both
    backup = backed_up(desk, tmp_path / "b.zip")
    other = tmp_path / "other"
    make_desk(other).close()
    with pytest.raises(BackupForeignError):
        restore_backup(other, backup, now=LATER)
    damaged = tmp_path / "damaged.zip"
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(bytes(content))
    escaping = tmp_path / "escaping.zip"
    with zipfile.ZipFile(escaping, "w") as packed:
        packed.writestr("../outside", b"x")
    before = (desk / "hrdesk.sqlite").read_bytes()
    for bad in (damaged, escaping):
        with pytest.raises(BackupUnreadableError):
            restore_backup(desk, bad, now=LATER)
    assert (desk / "hrdesk.sqlite").read_bytes() == before
    assert not list(desk.glob(".restore-*"))
    assert not (tmp_path / "outside").exists()
