"""Lists of people travel only where the kit orders them: encrypted, with the reason in the log."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hrdesk.records.record import RecordStatus
from hrdesk.services.province import receive
from hrdesk.services.recipients import make_recipient, open_keys, open_roster, rosters
from hrdesk.services.submitting import submit
from hrdesk.services.workspace import open_workspace
from hrdesk.trust.material import keep_recipients
from tests.support.office import WORDS, offices
from tests.unit.services.test_people import training
from tests.unit.services.test_signed_loop import NOW, PERIOD

PERSON = "Nguyễn Thị Mẫu"


@pytest.mark.parametrize(("ordered", "lists"), [(True, 1), (False, 0)])
def test_rosters__only_where_the_kit_orders_them__encrypted_and_logged(
    tmp_path: Path, ordered: bool, lists: int
) -> None:
    province_folder, unit_folder = offices(tmp_path)
    with (
        open_workspace(province_folder, now=NOW) as province,
        open_workspace(unit_folder, now=NOW) as desk,
    ):
        key = make_recipient(province, passphrase=WORDS, now=NOW)
        keep_recipients(desk.paths.trust, {"province": key})
        reason = "Công văn 12/STTTT" if ordered else ""
        desk.kit._policy = replace(desk.kit.policy, roster=ordered, roster_reason=reason)
        record_id = training(desk, date(2026, 11, 3), [{"full_name": PERSON}], date(2028, 1, 1))
        kept = desk.store.get(record_id)
        assert kept is not None
        desk.store.save(replace(kept, status=RecordStatus.COMPLETE), at=NOW, actor=desk.name)
        sent = submit(desk, PERIOD, tmp_path / "stick", passphrase=WORDS, now=NOW)
        assert sent.roster_lists == lists
        logged = desk.store.exchange_log.lines("roster_sent")
        assert [one.why for one in logged] == [reason] * lists
        (plain,) = desk.paths.outbox.glob("*.asice")
        with zipfile.ZipFile(io.BytesIO(plain.read_bytes())) as container:
            inside = {name: container.read(name) for name in container.namelist()}
        assert len([name for name in inside if name.startswith("roster/")]) == lists
        assert not any(PERSON.encode() in content for content in inside.values())
        results = receive(province, [sent.path], now=NOW, opened=open_keys(province, WORDS))
        assert [one.result for one in results] == ["accepted"]
        came = rosters(province)
        assert len(came) == lists
        for one in came:
            table = open_roster(province, one, "Kiểm tra", passphrase=WORDS, now=NOW)
            assert any(PERSON in row for row in table.rows)
