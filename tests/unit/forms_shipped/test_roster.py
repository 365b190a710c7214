"""What the shipped training says of its list of people."""

from __future__ import annotations

from dataclasses import replace

from hrdesk.forms.roster import Tally, roster_of
from hrdesk.records.entry import NodeRef
from tests.support.shipped import compiled, fill, new_entry


def test_roster__of_the_training__names_its_questions() -> None:
    roster = roster_of(compiled("training").form)
    assert roster is not None
    assert (roster.repeat, roster.name_key, roster.workplace_key) == (
        "participants",
        "full_name",
        "workplace",
    )
    assert (roster.attendance_key, roster.always_key) == ("sessions_attended", "sessions")
    assert Tally("women", "sex", "female") in roster.tallies
    groups = {choice.name for choice in compiled("training").form.choice_lists["participant_group"]}
    assert groups == {one.choice for one in roster.tallies if one.question_key != "sex"} - {""}


def test_roster__of_a_form_without_a_list__is_none() -> None:
    assert roster_of(compiled("activity").form) is None


def test_roster__that_names_unknown_questions__leaves_them_out() -> None:
    form = compiled("training").form
    asked = {
        "roster": "participants: full_name nobody",
        "attendance": "x of y",
        "tally": "x; people",
    }
    roster = roster_of(replace(form, settings={**form.settings, **asked}))
    assert roster is not None
    assert (roster.fact_keys, roster.attendance_key, roster.always_key) == ((), "", "")
    assert roster.tallies == (Tally("people"),)


def test_training__somebody_absent__is_listed_and_not_counted() -> None:
    entry = fill(
        new_entry("training"),
        {"people": "2"},
        {"participants": [{"full_name": f"Trần Thị Mẫu {number}"} for number in range(3)]},
    )
    assert entry.state(NodeRef("roster_note")).relevant
    entry.set_value(NodeRef("sessions_attended", "participants", 1), "0")
    assert entry.value(NodeRef("people_listed")) == "2"
    assert not entry.state(NodeRef("roster_note")).relevant
