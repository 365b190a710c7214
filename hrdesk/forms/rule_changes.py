"""What a new version changes in the rules of a form: when a question is asked, what is accepted.

Rules are told as an officer writes them, `${people} > 0`, not as paths of the XForm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hrdesk.forms.definition import Form
from hrdesk.forms.model import Bind, Model, Words, read_model
from hrdesk.i18n import N_, label_in

_SHOWN: Final = 80  # letters of a rule that stand in a sentence
_PATH: Final = re.compile(r" ?(?:/[\w.-]+(?:/[\w.-]+)*/|(?:current\(\)/)?(?:\.\./)+)([\w.-]+) ?")
_PREDICATES: Final = re.compile(r"\[(.*)\]", re.DOTALL)

# What the sentences call each rule: the title of its column on the survey sheet.
RULE_NAMES: Final[Mapping[str, str]] = {
    "relevant": N_("the condition under which it is asked (relevant)"),
    "constraint": N_("the rule that its answers must keep (constraint)"),
    "calculation": N_("its calculation"),
    "required": N_("when it must be answered (required)"),
    "readonly": N_("when it can only be read (readonly)"),
    "choice_filter": N_("the filter of its choices (choice_filter)"),
    "default": N_("its default"),
    "hint": N_("its hint"),
    "constraint_message": N_("the sentence shown when its rule is broken"),
    "required_message": N_("the sentence shown when it is missing"),
    "warning": N_("what is usual for it (warning)"),
    "appearance": N_("the way it is shown (appearance)"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of every path of one form, written as in its sheets."""

    model: Model
    language: str

    @classmethod
    def of(cls, form: Form, language: str) -> Rules:
        """Those of a form; read from its XForm once."""
        return cls(read_model(form.xform), language)

    def at(self, path: str) -> dict[str, str]:
        """By column; "" where there is none."""
        bind = self.model.binds.get(path) or Bind(path)
        control = self.model.controls.get(path)
        written = {
            "relevant": bind.relevant,
            "constraint": bind.constraint,
            "calculation": bind.calculate or self._action(path),
            "required": bind.required if bind.required not in ("true()", "false()") else "",
            "readonly": bind.readonly,
            "choice_filter": self._filter(path),
            "default": self._default(path),
            "warning": bind.own.get("warning", ""),
            "constraint_message": self._words(self.model.words(bind.constraint_message)),
            "required_message": self._words(self.model.words(bind.required_message)),
            "hint": self._words(control.hint) if control else "",
            "appearance": " ".join(sorted(control.appearance)) if control else "",
        }
        return {name: _as_written(text) for name, text in written.items()}

    def _action(self, path: str) -> str:
        return next((a.expression for a in self.model.setvalues if a.path == path and a.source), "")

    def _filter(self, path: str) -> str:
        control = self.model.controls.get(path)
        if control is None or control.itemset is None:
            return ""
        found = _PREDICATES.search(control.itemset.nodeset)
        return found[1].strip() if found else ""

    def _default(self, path: str) -> str:
        first = [a for a in self.model.setvalues if a.path == path and not a.source]
        if first:
            return first[0].expression or first[0].text
        node = self.model.data
        for name in path.split("/")[2:]:
            found = node.named(name)
            if not found:
                return ""
            node = found[0]
        return node.value

    def _words(self, words: Words) -> str:
        plain = {
            code: "".join(
                piece if isinstance(piece, str) else f" {piece.expression} " for piece in pieces
            )
            for code, pieces in words.items()
        }
        return label_in(plain, self.language) if plain else ""


def changed_rules(
    before: Rules, old_path: str, after: Rules, new_path: str
) -> Iterator[tuple[str, str, str]]:
    """Column, old and new text of each rule of a question that is otherwise."""
    old, new = before.at(old_path), after.at(new_path)
    for name in RULE_NAMES:
        if old[name] != new[name]:
            yield name, old[name], new[name]


def _as_written(text: str) -> str:
    shown = " ".join(_PATH.sub(r" ${\1} ", f" {text} ").split())
    shown = re.sub(r"([([]) ", r"\1", re.sub(r" ([)\],.])", r"\1", shown))
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1].rstrip()}…"
