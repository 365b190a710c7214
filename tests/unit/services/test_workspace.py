"""What a workspace says of itself."""

from __future__ import annotations

from hrdesk.services.enrolment import enrolment_status
from hrdesk.services.workspace import Workspace, open_workspace
from tests.support.sample import NOW


def test_enrolment__of_a_new_desk__is_none(sample: Workspace) -> None:
    assert enrolment_status(sample).state == "none"


def test_settings__language_and_theme__are_kept(sample: Workspace) -> None:
    sample.set_setting("theme", "dark")
    sample.set_setting("language", "en")
    with open_workspace(sample.paths.folder, now=NOW) as again:
        assert (again.theme, again.language) == ("dark", "en")


def test_kinds__stand_in_the_order_of_the_navigation(sample: Workspace) -> None:
    assert [kind.form_id for kind in sample.kinds()] == [
        "activity",
        "training",
        "product",
        "press_information",
        "false_news",
        "agency",
        "key_official",
    ]
    assert sample.kinds()[0].titles["vi"]
