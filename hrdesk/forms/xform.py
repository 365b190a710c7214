"""An XForm document as a `Form`: structure, words and choices. No expression is run here.

What the office adds to a definition stands in attributes of the prefix `hrdesk` (settings sheet:
`namespaces: hrdesk="urn:hrdesk:xlsform"`): on questions `bind::hrdesk:role` (title, event_on,
summary, person), `bind::hrdesk:personal`, `bind::hrdesk:renamed_from` (the key under which the
answers were kept before) and the soft check `bind::hrdesk:warning` (an expression like a
constraint, that never blocks) with `bind::hrdesk:warning_message` and `…_message_en`; on the form `attribute::hrdesk:title_en` and any other name, which all arrive in `Form.settings`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

from hrdesk.errors import FormUnreadableError
from hrdesk.forms.conversion_words import Said
from hrdesk.forms.definition import (
    Choice,
    Form,
    Group,
    Item,
    Question,
    QuestionType,
    Repeat,
    ValueType,
)
from hrdesk.forms.expression.nodes import Node
from hrdesk.forms.indicator_sheet import INSTANCE
from hrdesk.forms.model import (
    Bind,
    Control,
    Model,
    Output,
    Words,
    own_attributes,
    read_model,
)
from hrdesk.i18n import N_

_INSTANCE: Final = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_PATH_END: Final = re.compile(r"([^/\s\[\]()]+)\s*$")
_HEAD_OF_TABLE: Final = (QuestionType.HIDDEN, ValueType.TEXT)  # table-list: nothing is answered
_OTHER: Final = "Other"
_YES: Final = frozenset(["yes", "true", "true()", "1"])

_DATA_TYPES: Final[Mapping[str, tuple[QuestionType, ValueType]]] = {
    "string": (QuestionType.TEXT, ValueType.TEXT),
    "int": (QuestionType.INTEGER, ValueType.INTEGER),
    "integer": (QuestionType.INTEGER, ValueType.INTEGER),
    "decimal": (QuestionType.DECIMAL, ValueType.DECIMAL),
    "date": (QuestionType.DATE, ValueType.DATE),
    "time": (QuestionType.TIME, ValueType.TIME),
    "dateTime": (QuestionType.DATETIME, ValueType.DATETIME),
    "datetime": (QuestionType.DATETIME, ValueType.DATETIME),
    "boolean": (QuestionType.TEXT, ValueType.TEXT),
}
_CONTROL_TYPES: Final[Mapping[str, tuple[QuestionType, ValueType]]] = {
    "select1": (QuestionType.SELECT_ONE, ValueType.TEXT),
    "select": (QuestionType.SELECT_MULTIPLE, ValueType.NAMES),
    "rank": (QuestionType.RANK, ValueType.NAMES),
    "trigger": (QuestionType.ACKNOWLEDGE, ValueType.TEXT),
}
_UNSUPPORTED: Final = (QuestionType.UNSUPPORTED, ValueType.TEXT)


def parse_form(xform: str) -> Form:
    """The form that the XForm describes; FormUnreadableError when it is not one."""
    model = read_model(xform)
    form_id = model.data.attribute("id")
    if not form_id:
        raise FormUnreadableError(name="XForm", reason=Said(N_("it has no form_id")))
    reader = _Reader(model)
    children = reader.children(model.data, f"/{model.data.name}", personal=False)
    return Form(
        form_id=form_id,
        version=model.data.attribute("version"),
        titles=_titles(model),
        languages=model.languages or ("default",),
        children=children,
        choice_lists=reader.choice_lists(),
        xform=xform,
        settings={"style": model.style} | own_attributes(model.data) | reader.roles(),
        indicators=tuple(_indicators(model)),
    )


def _indicators(model: Model) -> Iterator[dict[str, str]]:
    instance = model.instances.get(INSTANCE)
    for root in instance.children if instance is not None else ():
        for item in root.children:
            yield {cell.name: cell.value for cell in item.children}


def shown(words: Words) -> dict[str, str]:
    """Words by language, an answer inside them written as `${name}`."""
    return {
        language or "default": "".join(_piece(piece) for piece in pieces)
        for language, pieces in words.items()
    }


def _piece(piece: str | Output) -> str:
    if isinstance(piece, str):
        return piece
    name = _PATH_END.search(piece.expression)
    return f"${{{name[1] if name else '…'}}}"


def _titles(model: Model) -> dict[str, str]:
    titles = {model.languages[0] if model.languages else "default": model.title}
    for attribute in model.data.attributes:
        stem, _, language = attribute.name.partition("_")
        if stem == "title" and language:
            titles[language] = attribute.value
    return titles


class _Reader:
    """Walks the primary instance, whose order is the order of the survey sheet."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._keys = _Keys(model)
        self._set_paths = {each.path for each in model.setvalues}
        self._roles: dict[str, list[str]] = {}
        self._inline: dict[str, tuple[Choice, ...]] = {}

    def children(self, parent: Node, path: str, *, personal: bool) -> tuple[Item, ...]:
        items: list[Item] = []
        seen: set[str] = set()
        for child in parent.children:
            below = f"{path}/{child.name}"
            if child.name in seen or (child.name == "meta" and parent is self._model.data):
                continue
            seen.add(child.name)
            items.append(self._item(child, below, personal or self._is_personal(below)))
        return tuple(items)

    def _item(self, node: Node, path: str, personal: bool) -> Item:
        model = self._model
        if path in model.repeats:
            repeat, group = model.repeats[path], model.groups.get(path)
            return Repeat(
                path=path,
                name=node.name,
                key=self._keys.of(path),
                labels=shown(repeat.label or (group.label if group else {})),
                appearance=frozenset(repeat.appearance + (group.appearance if group else ())),
                children=self.children(node, path, personal=personal),
                personal=personal,
            )
        if node.children or path in model.groups:
            asked = model.groups.get(path)
            return Group(
                path=path,
                name=node.name,
                labels=shown(asked.label) if asked else {},
                appearance=frozenset(asked.appearance) if asked else frozenset(),
                children=self.children(node, path, personal=personal),
            )
        return self._question(node, path, personal=personal)

    def _question(self, node: Node, path: str, *, personal: bool) -> Question:
        bind = self._model.binds.get(path, Bind(path))
        control = self._model.controls.get(path)
        question_type, value_type = self._types(node, bind, control)
        key = self._keys.of(path)
        if self._keys.table(path) == "":
            for role in bind.own.get("role", "").split():
                self._roles.setdefault(role, []).append(key)
        return Question(
            path=path,
            name=node.name,
            key=key,
            question_type=question_type,
            value_type=value_type,
            labels=shown(control.label) if control else {},
            hints=shown(control.hint) if control else {},
            appearance=frozenset(control.appearance) if control else frozenset(),
            required=bind.required not in ("", "false()"),
            readonly=bind.readonly in ("true()", "1"),
            choice_list=self._choice_list(control),
            parameters=_parameters(control),
            personal=personal,
            renamed_from=bind.own.get("renamed_from", "").strip(),
        )

    def _types(
        self, node: Node, bind: Bind, control: Control | None
    ) -> tuple[QuestionType, ValueType]:
        by_data = _DATA_TYPES.get(bind.data_type)
        if control is None:
            value_type = by_data[1] if by_data else ValueType.TEXT
            computed = bool(bind.calculate or bind.preload or node.value)
            computed = computed or bind.path in self._set_paths
            return (QuestionType.CALCULATE if computed else QuestionType.HIDDEN), value_type
        if control.kind in _CONTROL_TYPES:
            heads_a_table = control.kind.startswith("select") and "label" in control.appearance
            return _HEAD_OF_TABLE if heads_a_table else _CONTROL_TYPES[control.kind]
        if control.kind == "range":
            return QuestionType.RANGE, by_data[1] if by_data else ValueType.DECIMAL
        if control.kind == "upload":
            return _upload(control.attributes.get("mediatype", ""))
        if self._is_note(node, bind):
            return QuestionType.NOTE, ValueType.NONE
        return by_data or _UNSUPPORTED

    def _is_note(self, node: Node, bind: Bind) -> bool:
        fixed = bind.readonly == "true()" and bind.data_type == "string"
        return fixed and not (bind.calculate or node.value or bind.path in self._set_paths)

    def _choice_list(self, control: Control | None) -> str | None:
        if control is None:
            return None
        if control.itemset is not None:
            match = _INSTANCE.search(control.itemset.nodeset)
            return match[1] if match else None
        if control.items:
            self._inline[control.path] = tuple(
                Choice(name, shown(label)) for name, label in control.items
            )
            return control.path
        return None

    def _is_personal(self, path: str) -> bool:
        bind = self._model.binds.get(path)
        return bind is not None and bind.own.get("personal", "").lower() in _YES

    def roles(self) -> dict[str, str]:
        """`title_key`, `event_on_key` and, several with a space between, `summary_keys`."""
        settings: dict[str, str] = {}
        for role, keys in self._roles.items():
            if role in ("title", "event_on"):
                settings[f"{role}_key"] = keys[0]
            settings[f"{role}_keys"] = " ".join(keys)
        return settings

    def choice_lists(self) -> dict[str, tuple[Choice, ...]]:
        """Lists by name: of the choices sheet, and those written inside a question."""
        lists = {
            name: tuple(self._choice(item) for root in instance.children for item in root.children)
            for name, instance in self._model.instances.items()
            if name != INSTANCE
            and instance.children
            and instance.children[0] is not self._model.data
        }
        return lists | self._inline

    def _choice(self, item: Node) -> Choice:
        cells = {cell.name: cell.value for cell in item.children}
        words = self._model.itext.get(cells.pop("itextId", ""), {})
        name = cells.pop("name", "") or cells.pop("value", "")
        label = cells.pop("label", "")
        labels = shown(words) or ({"default": label} if label else {})
        if name == "other" and labels.get("vi") == _OTHER:
            labels = {**labels, "vi": "Khác"}  # the converter adds it, in English for everybody
        return Choice(name, labels, cells)


def _upload(media_type: str) -> tuple[QuestionType, ValueType]:
    if media_type.startswith("image"):
        return QuestionType.IMAGE, ValueType.TEXT
    if media_type.startswith(("audio", "video")):
        return _UNSUPPORTED
    return QuestionType.FILE, ValueType.TEXT


def _parameters(control: Control | None) -> dict[str, str]:
    if control is None:
        return {}
    known = ("start", "end", "step", "mediatype", "rows", "accept", "max-pixels")
    found = {name: control.attributes[name] for name in known if name in control.attributes}
    if control.itemset is not None and "randomize(" in control.itemset.nodeset:
        found["randomize"] = "true"
    return found


class _Keys:
    """Keys of questions inside their table, keys of repeats in the form."""

    def __init__(self, model: Model) -> None:
        self._repeats = model.repeats
        tables: dict[str, list[str]] = {}
        for path in dict.fromkeys(_leaves(model.data, f"/{model.data.name}")):
            tables.setdefault(self.table(path), []).append(path)
        self._questions: dict[str, str] = {}
        for paths in tables.values():
            self._questions.update(_keys_of(paths))
        self._of_repeats = _keys_of(list(model.repeats))

    def table(self, path: str) -> str:
        """The path of the repeat a question belongs to, "" for the form's own table."""
        above = path.rpartition("/")[0]
        while above and above not in self._repeats:
            above = above.rpartition("/")[0]
        return above

    def of(self, path: str) -> str:
        """The key of a question or of a repeat."""
        keys = self._of_repeats if path in self._repeats else self._questions
        return keys.get(path) or _last(path)


def _keys_of(paths: list[str]) -> dict[str, str]:
    """A key for each path of one table: its name, or with as many groups before it as tell it apart.

    Letters of two sizes count as one: to a database they are.
    """
    names = Counter(_last(path).lower() for path in paths)
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for path in paths:
        name = _last(path).lower()
        if names[name] == 1 or (_is_top(path) and name not in taken):
            keys[path] = _last(path)
            taken.add(name)
    for path in paths:
        if path not in keys:
            keys[path] = _longer_key(path, paths, taken)
            taken.add(keys[path].lower())
    return keys


def _longer_key(path: str, paths: list[str], taken: set[str]) -> str:
    parts = path.split("/")[2:]
    key = parts[-1]
    for depth in range(2, len(parts) + 1):
        key = "__".join(parts[-depth:])
        alike = sum(_ends_alike(key, other, depth) for other in paths)
        if alike == 1 and key.lower() not in taken:
            return key
    return next(name for number in count(2) if (name := f"{key}__{number}").lower() not in taken)


def _ends_alike(key: str, path: str, depth: int) -> bool:
    return "__".join(path.split("/")[2:][-depth:]).lower() == key.lower()


def _is_top(path: str) -> bool:
    return path.count("/") == 2  # right below the form itself


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _leaves(node: Node, path: str) -> Iterator[str]:
    for child in node.children:
        below = f"{path}/{child.name}"
        if child.children:
            yield from _leaves(child, below)
        else:
            yield below
