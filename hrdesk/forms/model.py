"""An XForm document taken apart: instances, binds, controls, words. Nothing is interpreted here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from hrdesk.errors import FormUnreadableError
from hrdesk.forms.conversion_words import Said
from hrdesk.forms.expression.nodes import ELEMENT, TEXT, Node
from hrdesk.forms.xmltree import fold, read_xml
from hrdesk.i18n import N_

_PREDICATES: Final = re.compile(r"\[[^\[\]]*\]")
_LANGUAGE_CODE: Final = re.compile(r"\(([A-Za-z][\w-]*)\)\s*$")
_ITEXT_REF: Final = re.compile(r"""^\s*jr:itext\(\s*(['"])(.*?)\1\s*\)\s*$""")
_CONTROLS: Final = frozenset(
    ["input", "select1", "select", "rank", "range", "trigger", "upload", "odk:rank", "secret"]
)
_OURS: Final = "hrdesk"
_ANSWER_PATH: Final = re.compile(r" ?((?:/[A-Za-z_][\w.-]*){2,}|(?:\.\./)+[A-Za-z_][\w./-]*) ?")


@dataclass(frozen=True, slots=True)
class Output:
    """An expression inside a text: `<output value="…"/>`."""

    expression: str


Piece = str | Output
Words = Mapping[str, tuple[Piece, ...]]  # by language
NO_WORDS: Final[Words] = {}
# What the converter writes for the question that or_other adds, in English for everybody.
_SPECIFY: Final[Words] = {"": ("Specify other.",)}
_SPECIFY_IN: Final[Words] = {"vi": ("Nội dung khác, ghi rõ",)}


@dataclass(frozen=True, slots=True)
class Bind:
    """The rules of one path, as written. `own` holds the attributes of hrdesk's namespace."""

    path: str
    data_type: str = "string"
    relevant: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    calculate: str = ""
    constraint_message: str = ""
    required_message: str = ""
    preload: str = ""
    preload_params: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itemset:
    """Where choices come from: nodes, and what of each is its name and its label."""

    nodeset: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Control:
    """How one path is asked."""

    path: str
    kind: str
    label: Words
    hint: Words
    appearance: tuple[str, ...]
    attributes: Mapping[str, str]
    itemset: Itemset | None = None
    items: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class SetValue:
    """An action: on `event`, `target` gets the value of an expression or a fixed text."""

    event: str
    target: str  # as written, predicates included
    path: str  # the same without predicates
    expression: str
    text: str
    source: str  # path of the control whose change sets it off; "" for the whole form
    repeat: str  # path of the repeat it stands in; ""


@dataclass(slots=True)
class Model:
    """A whole XForm. The nodes are read only: they are copied into a record."""

    title: str
    data: Node
    instances: dict[str, Node]
    binds: dict[str, Bind]
    itext: dict[str, Words]
    languages: tuple[str, ...]
    controls: dict[str, Control]
    groups: dict[str, Control]
    repeats: dict[str, Control]
    setvalues: tuple[SetValue, ...]
    namespaces: dict[str, str]
    style: str = ""  # classes of the body: pages, theme-grid

    def words(self, text: str) -> Words:
        """A message as written: an itext reference, or the text itself."""
        if match := _ITEXT_REF.match(text):
            return self.itext.get(match[2], NO_WORDS)
        if text.lstrip().startswith("jr:itext("):
            return {"": (Output(text),)}
        return {"": (text,)} if text else NO_WORDS


@lru_cache(maxsize=32)
def read_model(xform: str) -> Model:
    """Take a document apart; FormUnreadableError when it is not an XForm."""
    document = read_xml(xform)
    root = _only(document, "html")
    head, body = _only(root, "head"), _only(root, "body")
    model = _only(head, "model")
    instances = model.named("instance")
    data = _first_element(instances[0]) if instances else None
    if data is None:
        raise FormUnreadableError(name="XForm", reason=Said(N_("it has no instance")))
    for instance in instances:
        fold(instance)
    itext, languages = _itext(model)
    reader = _BodyReader(itext, f"/{data.name}")
    reader.read(body)
    reader.actions(model)
    for path, control in reader.controls.items():
        if path.endswith("_other") and control.label == _SPECIFY and languages:
            words = {code: _SPECIFY_IN.get(code, _SPECIFY[""]) for code in languages}
            reader.controls[path] = replace(control, label=words)
    title = head.named("title")
    return Model(
        title=title[0].text().strip() if title else "",
        data=data,
        instances={each.attribute("id"): each for each in instances if each.attribute("id")},
        binds=dict(_binds(model)),
        itext=itext,
        languages=languages,
        controls=reader.controls,
        groups=reader.groups,
        repeats=reader.repeats,
        setvalues=tuple(reader.setvalues),
        namespaces={"jr": "http://openrosa.org/javarosa"},
        style=body.attribute("class"),
    )


def language_code(name: str) -> str:
    """`vi` of `Tiếng Việt (vi)`; a name without a code is its own code."""
    match = _LANGUAGE_CODE.search(name)
    return match[1].lower() if match else name.strip()


def _only(node: Node, name: str) -> Node:
    found = node.named(name)
    if not found:
        raise FormUnreadableError(name="XForm", reason=Said(N_("it has no <{cell}>"), name))
    return found[0]


def _first_element(node: Node) -> Node | None:
    return next((child for child in node.children if child.kind == ELEMENT), None)


def _binds(model: Node) -> Iterator[tuple[str, Bind]]:
    for element in model.named("bind"):
        get = element.attribute
        path = get("nodeset").strip()
        own = {a.name: a.value for a in element.attributes if _is_ours(a)}
        yield (
            path,
            Bind(
                path=path,
                data_type=get("type").rpartition(":")[2] or "string",
                relevant=get("relevant"),
                required=get("required"),
                readonly=get("readonly"),
                constraint=get("constraint"),
                calculate=get("calculate"),
                constraint_message=get("constraintMsg"),
                required_message=get("requiredMsg"),
                preload=get("preload"),
                preload_params=get("preloadParams"),
                own=own,
            ),
        )


def _is_ours(attribute: Node) -> bool:
    return attribute.prefix == _OURS or _OURS in attribute.namespace


def own_attributes(element: Node) -> dict[str, str]:
    """Attributes of hrdesk's namespace, by local name."""
    return {a.name: a.value for a in element.attributes if _is_ours(a)}


def warning_words(own: Mapping[str, str], model: Model) -> Words:
    """The message of a soft check: `warning_message` in the form's own language, others after it.

    In an attribute pyxform writes `${people}` as a path between spaces, not as an `<output/>`.
    """
    words: dict[str, tuple[Piece, ...]] = {}
    for name, text in own.items():
        stem, _, language = name.partition("warning_message")
        if stem or not text.strip():
            continue
        code = language.removeprefix("_") or (model.languages[0] if model.languages else "")
        parts = _ANSWER_PATH.split(text.strip())
        words[code] = tuple(
            Output(part) if place % 2 else part for place, part in enumerate(parts) if part
        )
    return words


# --- words ------------------------------------------------------------------------------------


def _itext(model: Node) -> tuple[dict[str, Words], tuple[str, ...]]:
    """Texts by id, and the languages, the default one first."""
    words: dict[str, dict[str, tuple[Piece, ...]]] = {}
    ordered: list[str] = []
    for itext in model.named("itext"):
        for translation in itext.named("translation"):
            code = language_code(translation.attribute("lang"))
            default = any(a.name == "default" for a in translation.attributes)
            ordered.insert(0 if default else len(ordered), code)
            for text in translation.named("text"):
                pieces = _plain_value(text)
                if pieces and pieces != ("-",):
                    words.setdefault(text.attribute("id"), {})[code] = pieces
    return dict(words), tuple(ordered)


def _plain_value(text: Node) -> tuple[Piece, ...]:
    for value in text.named("value"):
        if not value.attribute("form"):
            return _pieces(value)
    return ()


def _pieces(element: Node) -> tuple[Piece, ...]:
    """Mixed content as texts and outputs, the spaces at both ends taken off."""
    pieces: list[Piece] = []
    for child in element.children:
        if child.kind == TEXT:
            pieces.append(child.value)
        elif child.kind == ELEMENT and child.name == "output":
            pieces.append(Output(child.attribute("value") or child.attribute("ref")))
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip()
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return tuple(piece for piece in pieces if piece != "")


# --- the body ---------------------------------------------------------------------------------


class _BodyReader:
    def __init__(self, itext: Mapping[str, Words], root: str) -> None:
        self._itext = itext
        self._root = root
        self.controls: dict[str, Control] = {}
        self.groups: dict[str, Control] = {}
        self.repeats: dict[str, Control] = {}
        self.setvalues: list[SetValue] = []

    def read(self, body: Node) -> None:
        self._inside(body, self._root, "")

    def actions(self, parent: Node, base: str = "", source: str = "", repeat: str = "") -> None:
        for element in parent.named("setvalue"):
            target = _absolute(element.attribute("ref"), base or self._root)
            self.setvalues.extend(
                SetValue(
                    event=event,
                    target=target,
                    path=without_predicates(target),
                    expression=element.attribute("value"),
                    text=element.text(),
                    source=source,
                    repeat=repeat,
                )
                for event in element.attribute("event").split()
            )

    def _inside(self, parent: Node, base: str, repeat: str) -> None:
        self.actions(parent, base, "", repeat)
        for element in parent.children:
            if element.kind != ELEMENT:
                continue
            if element.name == "group":
                self._group(element, base, repeat)
            elif element.name == "repeat":
                self._repeat(element, base)
            elif element.name in _CONTROLS:
                self._control(element, base, repeat)

    def _group(self, element: Node, base: str, repeat: str) -> None:
        ref = element.attribute("ref") or element.attribute("nodeset")
        path = _absolute(ref, base) if ref else base
        if ref:
            self.groups[path] = self._asked(element, path, "group")
        self._inside(element, path, repeat)

    def _repeat(self, element: Node, base: str) -> None:
        path = _absolute(element.attribute("nodeset") or element.attribute("ref"), base)
        self.repeats[path] = self._asked(element, path, "repeat")
        self._inside(element, path, path)

    def _control(self, element: Node, base: str, repeat: str) -> None:
        ref = element.attribute("ref") or element.attribute("bind")
        path = _absolute(ref, base)
        self.controls[path] = self._asked(element, path, element.name)
        self.actions(element, path.rpartition("/")[0], path, repeat)

    def _asked(self, element: Node, path: str, kind: str) -> Control:
        items = tuple(
            (_child_text(item, "value"), self._words(item, "label"))
            for item in element.named("item")
        )
        return Control(
            path=path,
            kind=kind,
            label=self._words(element, "label"),
            hint=self._words(element, "hint"),
            appearance=_appearance(element),
            attributes={a.name: a.value for a in element.attributes},
            itemset=_itemset(element),
            items=items,
        )

    def _words(self, element: Node, name: str) -> Words:
        for found in element.named(name):
            if match := _ITEXT_REF.match(found.attribute("ref")):
                return self._itext.get(match[2], NO_WORDS)
            if ref := found.attribute("ref"):
                return {"": (Output(ref),)}
            pieces = _pieces(found)
            return {"": pieces} if pieces else NO_WORDS
        return NO_WORDS


def _appearance(element: Node) -> tuple[str, ...]:
    """The words of an appearance; `search` on a choice is the old name of autocomplete."""
    words = tuple(element.attribute("appearance").split())
    if element.name in ("select", "select1") and "search" in words:
        return ("autocomplete", *(word for word in words if word != "autocomplete"))
    return words


def _itemset(element: Node) -> Itemset | None:
    for itemset in element.named("itemset"):
        return Itemset(
            nodeset=itemset.attribute("nodeset"),
            value=_child_ref(itemset, "value"),
            label=_child_ref(itemset, "label"),
        )
    return None


def _child_text(element: Node, name: str) -> str:
    found = element.named(name)
    return found[0].text().strip() if found else ""


def _child_ref(element: Node, name: str) -> str:
    found = element.named(name)
    return found[0].attribute("ref").strip() if found else ""


def without_predicates(path: str) -> str:
    """A path without what stands in square brackets."""
    while _PREDICATES.search(path):
        path = _PREDICATES.sub("", path)
    return path


def _absolute(ref: str, base: str) -> str:
    """A reference as a path from the root; `base` is where it is written."""
    ref = ref.strip()
    if ref.startswith("/"):
        return ref
    parts = base.split("/")
    for step in ref.split("/"):
        if step == "..":
            parts.pop()
        elif step not in (".", ""):
            parts.append(step)
    return "/".join(parts)
