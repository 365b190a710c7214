import re
from fractions import Fraction
from pathlib import Path

import pytest

from hrdesk.errors import PlanUnreadableError
from hrdesk.forms.definition import Question
from hrdesk.indicators.facts import asked, keys_of
from hrdesk.indicators.plan import load_plan, plan_of, shipped_tables
from hrdesk.resources import resource
from tests.support.shipped import FORM_IDS, compiled

PLAN = load_plan()


def keys(form_id: str, repeat: str | None = None) -> set[str]:
    return {question.key for question in compiled(form_id).form.questions(repeat)}


def test_plan__targets__thresholds_of_the_plan() -> None:
    assert [(each.target_id, each.op, each.threshold, each.upper) for each in PLAN.targets] == [
        ("T1", ">=", Fraction(1), None),
        ("T2", ">=", Fraction(7, 10), None),
        ("T3", ">=", Fraction(1), None),
        ("T4", ">", Fraction(9, 10), None),
        ("T5", "between", Fraction(15, 100), Fraction(20, 100)),
    ]


def test_plan__words__in_both_languages() -> None:
    for target in PLAN.targets:
        for words in (target.names, target.short_names, target.definitions):
            assert set(words) == {"vi", "en"}
        for part in target.parts:
            assert set(part.labels) == {"vi", "en"}


def test_plan__expressions__ask_only_what_the_forms_ask() -> None:
    for target in PLAN.targets:
        assert set(keys_of(target)) <= keys(target.form_id), target.target_id
        for condition in target.conditions:
            form_id = condition.linked or target.form_id
            wanted = {*asked(condition.where), *([condition.key] if condition.key else [])}
            if condition.linked or condition.repeat:
                assert wanted <= keys(form_id, condition.repeat or None), condition.condition_id
            if condition.record_where:
                assert set(asked(condition.record_where)) <= keys(form_id)


def test_plan__words_compared_with__are_choices_of_the_forms() -> None:

    for name in ("targets.toml", "counts.toml"):
        text = resource("plan", name).read_text(encoding="utf-8")
        pairs = re.findall(r"\$\{(\w+)\}(?:,| =| !=) '(\w+)'", text)
        assert pairs
        for key, word in pairs:
            lists = [
                {choice.name for choice in form.choices(question)}
                for form in (compiled(form_id).form for form_id in FORM_IDS)
                for question in form.items()
                if isinstance(question, Question) and question.key == key
            ]
            assert any(word in names or not names for names in lists), (key, word)


def test_plan__counts__ask_only_what_the_forms_ask() -> None:
    assert {each.form_id for each in PLAN.counts} == set(FORM_IDS)
    for each in PLAN.counts:
        wanted = {*asked(each.where), *each.sums, *each.choices}
        assert wanted <= keys(each.form_id), each.form_id
        repeats = {repeat.key for repeat in compiled(each.form_id).form.repeats()}
        assert set(each.rows) <= repeats


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('op = ">"', 'op = "<"'),
        ('threshold = "90"', 'threshold = "nhiều"'),
        ('numerator = ["final"]', 'numerator = ["finale"]'),
        ("${conclusion} = 'fake' or", "${conclusion} = 'fake' oder"),
        ('form = "false_news"', "form = 4"),
        ("[plan]", "[plan"),
    ],
)
def test_load_plan__broken_file__says_which(tmp_path: Path, old: str, new: str) -> None:
    text = resource("plan", "targets.toml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "targets.toml"
    broken.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PlanUnreadableError) as caught:
        load_plan(broken)
    assert caught.value.values["path"] == broken


def test_load_plan__missing_file__error(tmp_path: Path) -> None:
    with pytest.raises(PlanUnreadableError):
        load_plan(tmp_path / "none.toml")


def test_plan__two_targets_of_one_name__refused() -> None:
    targets, counts = shipped_tables()
    entries = list(targets["target"])  # type: ignore[call-overload]
    twice = {**targets, "target": [*entries, {**entries[0]}]}
    with pytest.raises(PlanUnreadableError) as caught:
        plan_of(twice, counts, "kit/targets.json")
    assert entries[0]["id"] in str(caught.value)
