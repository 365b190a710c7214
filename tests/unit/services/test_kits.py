from __future__ import annotations

import json
import shutil
from datetime import date, timedelta

import pytest

from hrdesk import i18n
from hrdesk.bundles.kit import KitPolicy, Letterhead
from hrdesk.errors import FingerprintDiffersError, FingerprintNeededError, KitRefusedError
from hrdesk.indicators.period import parse_period
from hrdesk.services import kit_next
from hrdesk.services.kits import kits, look_at_kit, take_kit
from hrdesk.services.paper import office_of
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.kit_mark import read_mark
from hrdesk.verification.outcome import Verdict
from tests.support.desk import NOW, make_desk
from tests.support.kits import LATER, enrolled_pair, made

NOVEMBER = "2026-11"


@pytest.fixture(autouse=True)
def english():
    before = i18n.language()
    i18n.set_language("en")
    yield
    i18n.set_language(before)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    office, desk = enrolled_pair(folder)
    office.close()
    desk.close()
    return folder


@pytest.fixture
def offices(pair, tmp_path):
    """Copies of province and desk, so that keys are made once."""
    shutil.copytree(pair, tmp_path / "pair")
    office = open_workspace(tmp_path / "pair" / "province", now=NOW)
    desk = open_workspace(tmp_path / "pair" / "desk", now=NOW)
    yield office, desk
    office.close()
    desk.close()


def sentences(seen):
    return [one.sentence for one in seen.changes]


def ids(outcome):
    return [one.finding_id for one in outcome.findings]


def test_kit__made_and_taken__counts_at_both(offices, tmp_path):
    office, desk = offices
    kit_next.set_period(office, NOVEMBER, due_on=date(2026, 11, 18), reason="Hội nghị tỉnh")
    kit_next.set_policy(office, KitPolicy(second_signature=True, due_days=5))
    kit_next.set_letterhead(office, Letterhead(recipients=("Sở Văn hóa và Thể thao",)))
    path = made(office, tmp_path)
    assert office.kit.dated(parse_period(NOVEMBER)).due_on == date(2026, 11, 18)
    seen = look_at_kit(desk, path, now=LATER)
    assert seen.outcome.verdict is Verdict.VALID
    assert desk.kit.seq == 0
    take_kit(desk, path, now=LATER)
    assert (desk.kit.seq, desk.kit.kit_id) == (1, seen.kit_id)
    assert desk.kit.dated(parse_period(NOVEMBER)).due_on == date(2026, 11, 18)
    assert desk.kit.dated(parse_period("2026-12")).due_on == date(2026, 12, 19)
    assert desk.kit.policy.second_signature
    assert office_of(desk).recipients == ("Sở Văn hóa và Thể thao",)
    assert [kit.seq for kit in kits(desk)] == [1]


def test_kit__looked_at__says_in_words_what_changes(offices, tmp_path):
    office, desk = offices
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    kit_next.set_period(office, NOVEMBER, due_on=date(2026, 11, 18), reason="Họp giao ban")
    kit_next.set_policy(office, KitPolicy(roster=True, roster_reason="Kế hoạch 12/KH-UBND"))
    seen = look_at_kit(desk, made(office, tmp_path / "b", days=2), now=LATER)
    assert sentences(seen) == [
        "Lists of participants are to be sent, encrypted.",
        "The report of November 2026 is due on 18/11/2026 instead of 17/11/2026.",
    ]
    assert seen.changes[0].weight == "alert"
    assert seen.changes[1].details == ("Họp giao ban",)


def test_kit__with_a_changed_form__names_the_questions_and_puts_it_in_use(offices, tmp_path):
    office, desk = offices
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    old = desk.form("activity").version
    kit_next.bring_form(office, changed_form(tmp_path))
    assert office.form("activity").version == old
    path = made(office, tmp_path / "b", days=2)
    seen = take_kit(desk, path, now=LATER)
    change = next(one for one in seen.changes if one.subject == "forms")
    assert change.sentence == f"Form Activity: version {old} → 2026120101."
    assert any("Số tờ rơi" in line or "Leaflets" in line for line in change.details)
    assert desk.form("activity").version == "2026120101"
    assert office.form("activity").version == "2026120101"
    assert desk.form_version("activity", old) is not None


def changed_form(folder):
    """The shipped form of activities with one more question."""
    from hrdesk.resources import shipped_forms

    text = (shipped_forms() / "activity.md").read_text(encoding="utf-8")
    lines, done = [], False
    for line in text.splitlines():
        lines.append(line)
        if not done and line.startswith("| | text | place |"):
            cells = line.split("|")
            cells[2:6] = [" integer ", " leaflets ", " Số tờ rơi ", " Leaflets "]
            cells[8] = "  "
            cells[9] = " w2 "
            lines.append("|".join(cells))
            done = True
    assert done
    import re

    changed = re.sub(r"\b20\d{8}\b", "2026120101", "\n".join(lines) + "\n")
    path = folder / "activity.md"
    path.write_text(changed, encoding="utf-8")
    return path


def test_kit__older_or_the_same__is_refused_and_nothing_changes(offices, tmp_path):
    office, desk = offices
    first, second = made(office, tmp_path / "a"), made(office, tmp_path / "b", days=2)
    take_kit(desk, second, now=LATER)
    for old in (first, second):
        with pytest.raises(KitRefusedError) as raised:
            take_kit(desk, old, now=LATER)
        assert "KIT_201" in ids(raised.value.values["outcome"])
    assert desk.kit.seq == 2


def test_kit__after_an_older_database_was_restored__is_carried_in_again(offices, tmp_path):
    office, desk = offices
    take_kit(desk, made(office, tmp_path / "a"), now=LATER)
    desk.store.backup(tmp_path / "copy.sqlite")
    kit_next.set_period(office, NOVEMBER, due_on=date(2026, 11, 20))
    newest = made(office, tmp_path / "b", days=2)
    take_kit(desk, newest, now=LATER)
    desk.close()
    for name in ("hrdesk.sqlite-wal", "hrdesk.sqlite-shm"):
        desk.paths.folder.joinpath(name).unlink(missing_ok=True)
    shutil.copyfile(tmp_path / "copy.sqlite", desk.paths.database)
    again = open_workspace(desk.paths.folder, now=LATER)
    try:
        assert again.kit.seq == 2
        assert again.kit.dated(parse_period(NOVEMBER)).due_on == date(2026, 11, 20)
        assert look_at_kit(again, newest, now=LATER).outcome.verdict is Verdict.REFUSED
    finally:
        again.close()


def test_kit__whose_kept_file_is_gone__is_never_rolled_back_and_may_be_taken_again(
    offices, tmp_path
):
    office, desk = offices
    first = made(office, tmp_path / "a")
    take_kit(desk, first, now=LATER)
    desk.store.backup(tmp_path / "copy.sqlite")
    newest = made(office, tmp_path / "b", days=2)
    take_kit(desk, newest, now=LATER)
    desk.close()
    shutil.copyfile(tmp_path / "copy.sqlite", desk.paths.database)
    shutil.rmtree(desk.paths.trust / "kits")
    again = open_workspace(desk.paths.folder, now=LATER)
    try:
        assert again.kit.seq == 1
        assert look_at_kit(again, first, now=LATER).outcome.verdict is Verdict.REFUSED
        take_kit(again, newest, now=LATER)
        assert again.kit.seq == 2
    finally:
        again.close()


def test_kit__of_another_province_or_a_clerk_or_changed__is_refused(offices, tmp_path):
    office, desk = offices
    path = made(office, tmp_path)
    stranger = make_desk(tmp_path / "stranger", province=True)
    foreign = made(stranger, tmp_path / "foreign")
    stranger.close()
    assert "SIGN_203" in ids(look_at_kit(desk, foreign, now=LATER).outcome)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    broken = tmp_path / "broken.asice"
    broken.write_bytes(bytes(content))
    assert look_at_kit(desk, broken, now=LATER).outcome.verdict is Verdict.REFUSED
    mark = read_mark(desk.paths.trust)
    with pytest.raises(KitRefusedError):
        take_kit(desk, broken, now=LATER)
    assert read_mark(desk.paths.trust) == mark
    assert not list((desk.paths.trust / "kits").glob("*"))


def test_kit__on_first_trust__needs_the_compared_fingerprint(offices, tmp_path):
    office, _ = offices
    path = made(office, tmp_path)
    fresh = make_desk(tmp_path / "fresh")
    try:
        seen = look_at_kit(fresh, path, now=LATER)
        assert seen.first_trust
        with pytest.raises(FingerprintNeededError):
            take_kit(fresh, path, now=LATER)
        with pytest.raises(FingerprintDiffersError):
            take_kit(fresh, path, now=LATER, fingerprint="AAAA-BBBB-CCCC-DDDD")
        assert fresh.kit.seq == 0
        take_kit(fresh, path, now=LATER, fingerprint=seen.authority_fingerprint.lower())
        assert fresh.kit.seq == 1
    finally:
        fresh.close()


def test_kit__older_than_it_should_be__is_a_remark_and_no_lock(offices, tmp_path):
    office, desk = offices
    path = made(office, tmp_path)
    seen = look_at_kit(desk, path, now=NOW + timedelta(days=402))
    assert seen.outcome.verdict is Verdict.REMARKS
    assert "KIT_206" in ids(seen.outcome)


def test_kit__put_in_use__lists_what_it_changed(offices, tmp_path):
    office, desk = offices
    kit_next.set_period(office, NOVEMBER, due_on=date(2026, 11, 18))
    take_kit(desk, made(office, tmp_path), now=LATER)
    kept = kits(desk)[0]
    assert "The report of November 2026 is due on 18/11/2026 instead of 17/11/2026." in kept.changes
    assert json.loads((desk.paths.trust / "kit.json").read_text())["seq"] == 1
