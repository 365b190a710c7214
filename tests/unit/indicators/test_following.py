import pytest

from hrdesk.forms.xform import parse_form
from hrdesk.indicators.following import Lost, lost_names
from hrdesk.indicators.plan import load_plan
from hrdesk.services.shipped_forms import load_shipped_forms


@pytest.fixture(scope="module")
def forms():
    parsed = (parse_form(shipped.xform) for shipped in load_shipped_forms())
    return {form.form_id: form for form in parsed}


def test_lost_names__shipped_plan_and_forms__nothing(forms):
    assert lost_names(load_plan(), forms) == ()


def test_lost_names__question_renamed__every_indicator_that_needs_it_is_named(forms):
    agency = forms["agency"]
    broken = parse_form(agency.xform.replace("assigned_until", "assigned_till"))

    found = lost_names(load_plan(), {"agency": broken})

    assert Lost("agency", "assigned_until", "T1") in found
    assert {lost.name for lost in found} == {"assigned_until"}


def test_lost_names__repeat_gone__named_for_target_and_counts(forms):
    product = forms["product"]
    broken = parse_form(product.xform.replace("postings", "places"))

    found = lost_names(load_plan(), {"product": broken})

    assert {(lost.name, lost.indicator) for lost in found} >= {("postings", "T3"), ("postings", "")}
