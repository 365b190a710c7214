"""What a new version of a form changes, in the order in which an officer wants to hear it.

A name keeps its type for ever, except that anything may become text and a whole number a decimal
one; a question that is no longer asked keeps its answers; everything else is free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from hrdesk.forms.definition import Form, Question, Repeat, ValueType
from hrdesk.forms.rule_changes import RULE_NAMES, Rules, changed_rules
from hrdesk.i18n import N_, label_in, tr_in

_SHOWN: Final = 60  # letters of a label that stand in a sentence


class ChangeKind(StrEnum):
    """What happened to one thing of a form; the first two stop the version from being used."""

    TYPE_REFUSED = "type_refused"
    VERSION_OLDER = "version_older"
    VERSION_SAME = "version_same"
    QUESTION_ADDED = "question_added"
    QUESTION_REMOVED = "question_removed"
    QUESTION_RENAMED = "question_renamed"
    TYPE_WIDENED = "type_widened"
    REPEAT_ADDED = "repeat_added"
    REPEAT_REMOVED = "repeat_removed"
    CHOICE_ADDED = "choice_added"
    CHOICE_REMOVED = "choice_removed"
    CHOICE_RELABELLED = "choice_relabelled"
    RELABELLED = "relabelled"
    REQUIRED = "required"
    OPTIONAL = "optional"
    NOTE_ADDED = "note_added"
    NOTE_REMOVED = "note_removed"
    ASKED_OTHERWISE = "asked_otherwise"
    LIST_CHANGED = "list_changed"
    RULE_ADDED = "rule_added"
    RULE_REMOVED = "rule_removed"
    RULE_CHANGED = "rule_changed"
    ORDER_CHANGED = "order_changed"
    TITLE_CHANGED = "title_changed"
    PERSONAL = "personal"
    NOT_PERSONAL = "not_personal"


REFUSED: Final = frozenset({ChangeKind.TYPE_REFUSED, ChangeKind.VERSION_OLDER})
_SENTENCES: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.TYPE_REFUSED: N_(
        "“{label}” ({name}) changed its type from {old} to {new}; that is not possible, because"
        " the answers kept would no longer fit. Give the question another name."
    ),
    ChangeKind.VERSION_OLDER: N_(
        "The version {new} is not higher than the one in use, {old}. Write a higher number."
    ),
    ChangeKind.VERSION_SAME: N_(
        "The form has changed, but its version is still {old}. Write a higher number."
    ),
    ChangeKind.QUESTION_ADDED: N_("New question: “{label}” ({name})."),
    ChangeKind.QUESTION_REMOVED: N_(
        "No longer asked: “{label}” ({name}). The answers given so far are kept."
    ),
    ChangeKind.QUESTION_RENAMED: N_(
        "“{label}” is now called {new} instead of {old}; its answers go with it."
    ),
    ChangeKind.TYPE_WIDENED: N_("“{label}” ({name}) is now {new} instead of {old}."),
    ChangeKind.REPEAT_ADDED: N_("New table: “{label}” ({name})."),
    ChangeKind.REPEAT_REMOVED: N_(
        "The table “{label}” ({name}) is no longer asked. Its rows are kept."
    ),
    ChangeKind.CHOICE_ADDED: N_("New choice in the list {list}: “{label}”."),
    ChangeKind.CHOICE_REMOVED: N_(
        "No longer offered in the list {list}: “{label}”. Records that chose it keep it."
    ),
    ChangeKind.CHOICE_RELABELLED: N_("In the list {list}, “{old}” is now called “{new}”."),
    ChangeKind.RELABELLED: N_("“{old}” is now asked as “{new}”."),
    ChangeKind.REQUIRED: N_("“{label}” ({name}) must now be answered."),
    ChangeKind.OPTIONAL: N_("“{label}” ({name}) need not be answered any more."),
    ChangeKind.NOTE_ADDED: N_("New note: “{label}” ({name})."),
    ChangeKind.NOTE_REMOVED: N_("No longer shown: the note “{label}” ({name})."),
    ChangeKind.ASKED_OTHERWISE: N_("“{label}” ({name}) is asked as {new} instead of {old}."),
    ChangeKind.LIST_CHANGED: N_("“{label}” ({name}) chooses from the list {new} instead of {old}."),
    ChangeKind.RULE_ADDED: N_("“{label}” ({name}): {rule} is new: {new}"),
    ChangeKind.RULE_REMOVED: N_("“{label}” ({name}): {rule} is no longer there. It was: {old}"),
    ChangeKind.RULE_CHANGED: N_("“{label}” ({name}): {rule} was {old} and is now {new}"),
    ChangeKind.ORDER_CHANGED: N_("The questions stand in another order."),
    ChangeKind.TITLE_CHANGED: N_("The form is called “{new}” instead of “{old}”."),
    ChangeKind.PERSONAL: N_("“{label}” ({name}) is now personal: it does not leave the desk."),
    ChangeKind.NOT_PERSONAL: N_("“{label}” ({name}) is no longer personal: it travels."),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise. `name` is the question's, `repeat/question` in a table."""

    kind: ChangeKind
    name: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether the version cannot be put in use because of it."""
        return self.kind in REFUSED

    def sentence(self, language: str) -> str:
        """The difference in words."""
        values = dict(self.values)
        if rule := values.get("rule"):
            values["rule"] = tr_in(language, RULE_NAMES[rule])
        return tr_in(language, _SENTENCES[self.kind], name=self.name, **values)


def compare_forms(old: Form, new: Form, language: str = "vi") -> tuple[Difference, ...]:
    """All differences between two versions, those that are refused first.

    Labels in `Difference.values` are those of `language`.
    """
    if old.digest == new.digest:
        return ()
    rules = Rules.of(old, language), Rules.of(new, language)
    found = list(_Comparison(old, new, language, rules).differences())
    return tuple(sorted(found, key=lambda difference: not difference.refused))


def value_type_fits(old: ValueType, new: ValueType) -> bool:
    """Whether answers kept as `old` can be read as `new`: to text, whole numbers to decimal."""
    return (
        old is new or new is ValueType.TEXT or (old, new) == (ValueType.INTEGER, ValueType.DECIMAL)
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    old: Form
    new: Form
    language: str
    rules: tuple[Rules, Rules]

    def differences(self) -> Iterator[Difference]:
        yield from self._version()
        repeats = {repeat.key: repeat for repeat in self.old.repeats()}
        yield from self._questions(None, None)
        for repeat in self.new.repeats():
            if repeat.key in repeats:
                yield from self._questions(repeat.key, repeat.key)
            else:
                yield self._named(ChangeKind.REPEAT_ADDED, repeat.key, repeat)
        kept = {repeat.key for repeat in self.new.repeats()}
        for key, repeat in repeats.items():
            if key not in kept:
                yield self._named(ChangeKind.REPEAT_REMOVED, key, repeat)
        yield from self._notes()
        yield from self._choices()
        yield from self._whole()

    def _notes(self) -> Iterator[Difference]:
        before, after = _notes_of(self.old), _notes_of(self.new)
        for path, note in after.items():
            if path in before:
                yield from self._question(note.name, before[path], note)
            else:
                yield self._named(ChangeKind.NOTE_ADDED, note.name, note)
        for path, note in before.items():
            if path not in after:
                yield self._named(ChangeKind.NOTE_REMOVED, note.name, note)

    def _whole(self) -> Iterator[Difference]:
        """What concerns no single question."""
        old, new = (
            _short(label_in(dict(form.titles), self.language)) for form in (self.old, self.new)
        )
        if old != new:
            yield Difference(ChangeKind.TITLE_CHANGED, "form_title", {"old": old, "new": new})
        before = [question.path for question in _all_questions(self.old)]
        after = [question.path for question in _all_questions(self.new)]
        both = set(before) & set(after)
        if [path for path in before if path in both] != [path for path in after if path in both]:
            yield Difference(ChangeKind.ORDER_CHANGED, "order")

    def _version(self) -> Iterator[Difference]:
        versions = {"old": self.old.version, "new": self.new.version}
        if self.new.version == self.old.version:
            yield Difference(ChangeKind.VERSION_SAME, "version", versions)
        elif _number(self.new.version) < _number(self.old.version):
            yield Difference(ChangeKind.VERSION_OLDER, "version", versions)

    # --- questions

    def _questions(self, old_repeat: str | None, new_repeat: str | None) -> Iterator[Difference]:
        before = _asked(self.old, old_repeat)
        after = _asked(self.new, new_repeat)
        moved = {
            question.renamed_from: key
            for key, question in after.items()
            if question.renamed_from in before and question.renamed_from not in after
        }
        came_from = {key: name for name, key in moved.items()}
        for key, question in after.items():
            name = f"{new_repeat}/{key}" if new_repeat else key
            earlier = before.get(came_from.get(key, key))
            if earlier is None:
                yield self._named(ChangeKind.QUESTION_ADDED, name, question)
                continue
            if key in came_from:
                yield self._named(
                    ChangeKind.QUESTION_RENAMED, name, question, old=came_from[key], new=key
                )
            yield from self._question(name, earlier, question)
        for key, question in before.items():
            if key not in after and key not in moved:
                name = f"{old_repeat}/{key}" if old_repeat else key
                yield self._named(ChangeKind.QUESTION_REMOVED, name, question)

    def _question(self, name: str, old: Question, new: Question) -> Iterator[Difference]:
        if old.value_type is not new.value_type:
            fits = value_type_fits(old.value_type, new.value_type)
            kind = ChangeKind.TYPE_WIDENED if fits else ChangeKind.TYPE_REFUSED
            types = {"old": str(old.value_type), "new": str(new.value_type)}
            yield self._named(kind, name, new, **types)
        if self._label(old) != self._label(new):
            yield Difference(
                ChangeKind.RELABELLED, name, {"old": self._label(old), "new": self._label(new)}
            )
        if old.question_type is not new.question_type and old.value_type is new.value_type:
            types = {"old": str(old.question_type), "new": str(new.question_type)}
            yield self._named(ChangeKind.ASKED_OTHERWISE, name, new, **types)
        if old.choice_list and new.choice_list and old.choice_list != new.choice_list:
            lists = {"old": old.choice_list, "new": new.choice_list}
            yield self._named(ChangeKind.LIST_CHANGED, name, new, **lists)
        if old.required != new.required:
            kind = ChangeKind.REQUIRED if new.required else ChangeKind.OPTIONAL
            yield self._named(kind, name, new)
        if old.personal != new.personal:
            kind = ChangeKind.PERSONAL if new.personal else ChangeKind.NOT_PERSONAL
            yield self._named(kind, name, new)
        for rule, was, now in changed_rules(self.rules[0], old.path, self.rules[1], new.path):
            yield self._named(_rule_kind(was, now), name, new, rule=rule, old=was, new=now)

    # --- choices

    def _choices(self) -> Iterator[Difference]:
        for list_name in self.new.choice_lists:
            if list_name in self.old.choice_lists:
                yield from self._list(list_name)

    def _list(self, list_name: str) -> Iterator[Difference]:
        before = self._labels(self.old, list_name)
        after = self._labels(self.new, list_name)
        for name, label in after.items():
            values = {"list": list_name, "label": label}
            if name not in before:
                yield Difference(ChangeKind.CHOICE_ADDED, f"{list_name}/{name}", values)
            elif before[name] != label:
                values = {"list": list_name, "old": before[name], "new": label}
                yield Difference(ChangeKind.CHOICE_RELABELLED, f"{list_name}/{name}", values)
        for name, label in before.items():
            if name not in after:
                values = {"list": list_name, "label": label}
                yield Difference(ChangeKind.CHOICE_REMOVED, f"{list_name}/{name}", values)

    def _labels(self, form: Form, list_name: str) -> dict[str, str]:
        return {
            choice.name: _short(label_in(dict(choice.labels), self.language) or choice.name)
            for choice in form.choice_lists[list_name]
        }

    # --- words

    def _label(self, item: Question | Repeat) -> str:
        return _short(label_in(dict(item.labels), self.language) or item.name)

    def _named(
        self, kind: ChangeKind, name: str, item: Question | Repeat, **values: str
    ) -> Difference:
        return Difference(kind, name, {"label": self._label(item), **values})


def _asked(form: Form, repeat: str | None) -> dict[str, Question]:
    return {
        question.key: question
        for question in form.questions(repeat)
        if question.value_type is not ValueType.NONE
    }


def _notes_of(form: Form) -> dict[str, Question]:
    notes = (one for one in _all_questions(form) if one.value_type is ValueType.NONE)
    return {note.path: note for note in notes}


def _all_questions(form: Form) -> Iterator[Question]:
    return (item for item in form.items() if isinstance(item, Question))


def _rule_kind(was: str, now: str) -> ChangeKind:
    if not was:
        return ChangeKind.RULE_ADDED
    return ChangeKind.RULE_CHANGED if now else ChangeKind.RULE_REMOVED


def _number(version: str) -> tuple[int, str]:
    """Versions are numbers that grow (yyyymmddnn); others are compared as text."""
    return (int(version), "") if version.isdecimal() else (0, version)


def _short(label: str) -> str:
    return label if len(label) <= _SHOWN else label[: _SHOWN - 1].rstrip() + "…"
