"""Value classes whose methods are made at first use: `@dataclass`, without its price at the start.

The decorator of the standard library writes and compiles up to seven functions for every class
when its module is imported: 0.6 to 2 ms. The window imports a hundred such classes before its
first picture, and makes values of a quarter of them. Here a class gets its slots at once, and
`dataclasses` is asked for the functions when the first value is made, or its fields are asked
for; from then on they are those of `dataclasses` (docs/adr/0011). To use it, write

    from hrdesk.values import dataclass

A class that writes its own `__init__`, or asks for something rare, goes the usual way at once.
"""

from __future__ import annotations

import dataclasses as _standard
import threading
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Type checkers know what `dataclasses.dataclass` makes; ours makes the same, only later.
    from collections.abc import Callable, Iterable
    from dataclasses import dataclass

    from _typeshed import DataclassInstance

__all__ = ("dataclass", "field", "replace")

_POSTPONED = frozenset({"frozen", "slots", "eq", "order", "kw_only"})
_OWN_WAY = frozenset({"__init__", "__setattr__", "__delattr__", "__slots__"})
_NO_FIELD = ("ClassVar", "typing.ClassVar", "InitVar", "dataclasses.InitVar", "KW_ONLY")
_TAKEN = (
    "__repr__",
    "__eq__",
    "__hash__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__match_args__",
    "__dataclass_params__",
    "__dataclass_fields__",
    "__init__",  # last: whoever comes before it is there asks for the methods, and waits
)
_making = threading.RLock()


if not TYPE_CHECKING:

    def dataclass(cls: type | None = None, /, **options: bool) -> object:
        """What `dataclasses.dataclass` makes of a class, with methods made at first use."""
        if cls is None:
            return lambda given: dataclass(given, **options)
        if not _POSTPONED.issuperset(options) or not _OWN_WAY.isdisjoint(cls.__dict__):
            return _standard.dataclass(**options)(cls)
        return _Postponed(cls, **options).made


class _Postponed:
    """A class (`made`) that waits for its methods, and the one as written, to make them of."""

    def __init__(
        self, written: type, *, slots: bool = False, frozen: bool = False, **options: bool
    ) -> None:
        self.written = written
        self._options = {"frozen": frozen, **options}
        self._done = False
        space = dict(written.__dict__)
        told = space.get("__annotations__", {}).items()
        names = tuple(name for name, kind in told if not str(kind).startswith(_NO_FIELD))
        space.pop("__dict__", None)
        space.pop("__weakref__", None)
        if slots:
            for name in names:
                space.pop(name, None)
            above = {slot for base in written.__mro__[1:-1] for slot in _slots_of(base)}
            space["__slots__"] = tuple(name for name in names if name not in above)
        space["__init__"] = self._first_init()
        space["__dataclass_fields__"] = _Asked(self, "__dataclass_fields__")
        space["__dataclass_params__"] = _Asked(self, "__dataclass_params__")
        space["__signature__"] = _Signature(self)
        if slots and frozen:
            space.setdefault("__getstate__", _state_of)
            space.setdefault("__setstate__", _set_state)
        self.made: Any = type(written)(written.__name__, written.__bases__, space)
        if frozen:
            for method, what in (("__setattr__", "assign to"), ("__delattr__", "delete")):
                setattr(self.made, method, _refusal(self.made, names, method, what))

    def complete(self) -> None:
        """Have the methods made, of the class as it was written, and take them over."""
        with _making:
            if self._done:
                return
            whole = _standard.dataclass(**self._options)(self.written).__dict__
            for name in _TAKEN:
                if name in whole:
                    setattr(self.made, name, whole[name])
            self._done = True

    def _first_init(self) -> Callable[..., None]:
        def __init__(value: object, /, *given: object, **named: object) -> None:  # noqa: N807
            self.complete()
            self.made.__init__(value, *given, **named)

        return __init__


class _Asked:
    """An attribute of the class that is there once somebody asks for it."""

    __slots__ = ("_name", "_postponed")

    def __init__(self, postponed: _Postponed, name: str) -> None:
        self._postponed = postponed
        self._name = name

    def __get__(self, _value: object, _owner: type) -> object:
        self._postponed.complete()
        return self._postponed.made.__dict__[self._name]


class _Signature:
    """The parameters of a class, for those who look at it before its first value is made."""

    __slots__ = ("_postponed",)

    def __init__(self, postponed: _Postponed) -> None:
        self._postponed = postponed

    def __get__(self, _value: object, _owner: type) -> object:
        import inspect  # noqa: PLC0415 - nobody asks at the start

        self._postponed.complete()
        return inspect.signature(self._postponed.written)


def _refusal(made: type, names: tuple[str, ...], method: str, what: str) -> Callable[..., None]:
    def refuse(value: object, name: str, *new: object) -> None:
        if type(value) is made or name in names:
            raise _standard.FrozenInstanceError(f"cannot {what} field {name!r}")
        getattr(super(made, value), method)(name, *new)

    return refuse


def _state_of(value: DataclassInstance) -> list[object]:
    return [getattr(value, entry.name) for entry in _standard.fields(value)]


def _set_state(value: DataclassInstance, state: Iterable[object]) -> None:
    for entry, part in zip(_standard.fields(value), state, strict=True):
        object.__setattr__(value, entry.name, part)


def _slots_of(cls: type) -> tuple[str, ...]:
    slots = cls.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)
