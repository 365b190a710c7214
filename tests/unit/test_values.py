"""Value classes: the same as those of the standard library, made later."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import threading
from typing import ClassVar, get_type_hints

import pytest

from hrdesk import values
from hrdesk.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Point:
    """A value."""

    across: int
    down: int = 0
    names: tuple[str, ...] = ()
    seen: ClassVar[str] = "kept"

    @property
    def sum(self) -> int:
        """Both."""
        return self.across + self.down


@dataclass(frozen=True, slots=True)
class Named(Point):
    """A value with more."""

    name: str = "mốc"


@dataclass(slots=True)
class Box:
    """A thing that changes."""

    things: list[int] = field(default_factory=list)
    total: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        """Count."""
        self.total = sum(self.things)


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A place in a queue."""

    urgency: int
    number: int = field(default=0, kw_only=True)


class Picky(Point):
    """A plain class below a value, with an `__init__` of its own."""

    def __init__(self) -> None:
        super().__init__(7, 8)


def fresh() -> type:
    """A class of which no value was made yet."""

    @dataclass(frozen=True, slots=True)
    class Fresh:
        first: str
        second: str = "b"

    return Fresh


def made_yet(cls: type) -> bool:
    """Whether the methods of a class are there."""
    return "__repr__" in cls.__dict__


def test_class__imported__has_no_methods_before_the_first_value() -> None:
    cls = fresh()
    assert not made_yet(cls)
    assert repr(cls("a")).endswith("Fresh(first='a', second='b')")
    assert made_yet(cls)


@pytest.mark.parametrize(
    "ask",
    [
        dataclasses.fields,
        dataclasses.is_dataclass,
        lambda cls: cls.__dataclass_params__,
        inspect.signature,
    ],
)
def test_class__asked_before_the_first_value__answers(ask: object) -> None:
    cls = fresh()
    assert callable(ask)
    assert ask(cls)
    assert cls("a").second == "b"


def test_signature__before_and_after__is_that_of_the_fields() -> None:
    cls = fresh()
    assert str(inspect.signature(cls)).startswith("(first: 'str', second: 'str' = 'b')")
    cls("a")
    assert list(inspect.signature(cls).parameters) == ["first", "second"]


def test_value__like_one_of_the_standard_library__in_every_use() -> None:
    assert Point(1, 2) == Point(1, down=2)
    assert Point(1) != Named(1)
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert Point(1, 2).sum == 3
    assert Point.seen == "kept"
    assert dataclasses.replace(Point(1), down=5) == Point(1, 5)
    assert dataclasses.asdict(Named(1)) == {"across": 1, "down": 0, "names": (), "name": "mốc"}
    assert [entry.name for entry in dataclasses.fields(Point)] == ["across", "down", "names"]
    assert get_type_hints(Point)["across"] is int
    assert not hasattr(Point(1), "__dict__")
    match Named(3, name="x"):
        case Named(across, _, _, name):
            assert (across, name) == (3, "x")


def test_frozen_value__changed__is_refused() -> None:
    value = Named(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.across = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del value.name
    with pytest.raises(dataclasses.FrozenInstanceError):
        value.new = 1  # type: ignore[attr-defined]
    assert value == Named(1)


def test_value__copied_and_pickled__is_the_same() -> None:
    for value in (Named(1, 2, ("a",)), Box([1, 2]), Place(3)):
        assert copy.deepcopy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value


def test_changing_value__made__runs_post_init_and_has_its_own_list() -> None:
    first, second = Box(), Box([4, 5])
    first.things.append(1)
    assert (second.total, Box().things) == (9, [])
    with pytest.raises(TypeError):
        hash(first)


def test_ordered_value__compared__by_its_fields() -> None:
    assert min(Place(2), Place(1, number=9), Place(1)) == Place(1)
    with pytest.raises(TypeError):
        Place(1, 2)  # type: ignore[call-arg]


def test_plain_class_below_a_value__made__keeps_its_own_init() -> None:
    assert (Picky().across, Picky().down) == (7, 8)


def test_wrong_arguments__first_value__are_refused_as_ever() -> None:
    cls = fresh()
    with pytest.raises(TypeError, match="first"):
        cls()
    with pytest.raises(TypeError):
        cls("a", "b", "c")


def test_own_init__goes_the_usual_way() -> None:
    @values.dataclass
    class Own:
        kept: int

        def __init__(self) -> None:
            self.kept = 4

    assert Own().kept == 4
    assert made_yet(Own)


def test_many_threads__first_values_at_once__all_are_whole() -> None:
    for _ in range(20):
        cls = fresh()
        gate = threading.Barrier(4)
        found: list[object] = []

        def make(
            cls: type = cls, gate: threading.Barrier = gate, found: list[object] = found
        ) -> None:
            gate.wait()
            found.append(cls("a"))

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [cls("a")] * 4
