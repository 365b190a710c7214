"""A number on a scale: a slider beside the number, or buttons for a rating. Blank until touched."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider
from typing_extensions import override

from hrdesk.gui.entry.question_widgets.editor import ChoiceText
from hrdesk.gui.entry.question_widgets.number import NumberEditor, write_number
from hrdesk.gui.entry.question_widgets.select_one import SegmentEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QWidget

MOST_BUTTONS: Final = 11
_MOST_STEPS: Final = 10_000


def steps_of(parameters: Mapping[str, str]) -> tuple[str, ...]:
    """Every number of a scale as an answer, from start to end; nothing when it makes no sense."""
    try:
        start, end, step = (
            Decimal(parameters.get(name, otherwise))
            for name, otherwise in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except InvalidOperation:
        return ()
    if not step or (count := int(abs((end - start) / step))) > _MOST_STEPS:
        return ()
    size = abs(step) if end >= start else -abs(step)
    return tuple(f"{(start + size * place).normalize():f}" for place in range(count + 1))


class RatingEditor(SegmentEditor):
    """The numbers of a short scale side by side."""

    def __init__(self, steps: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps

    @override
    def show_choices(self, choices: tuple[ChoiceText, ...]) -> None:
        super().show_choices(
            choices
            or tuple(ChoiceText(one, write_number(one, grouped=False)) for one in self._steps)
        )


class _Slider(QSlider):
    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the form changes no answer


class ScaleEditor(NumberEditor):
    """The number to type, and a slider for the mouse; the slider stands at the start while blank."""

    def __init__(self, steps: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(grouped=False, parent=parent)
        self._steps = steps
        self.slider = _Slider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, len(steps) - 1)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard types the number
        self.slider.setAccessibleName(f"{steps[0]} – {steps[-1]}")
        self.slider.setToolTip(f"{steps[0]} – {steps[-1]}")
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.slider)
        self.slider.sliderMoved.connect(self._on_moved)
        self.slider.actionTriggered.connect(lambda _action: self._on_moved(self._aimed()))

    @override
    def show_value(self, value: str) -> None:
        super().show_value(value)
        self._follow(value)

    @override
    def set_readonly(self, *, readonly: bool) -> None:
        super().set_readonly(readonly=readonly)
        self.slider.setEnabled(not readonly)

    @override
    def _on_typed(self, typed: str) -> None:
        super()._on_typed(typed)
        self._follow(self.lexical(typed))

    def _aimed(self) -> int:
        return self.slider.sliderPosition()

    def _follow(self, value: str) -> None:
        try:
            wanted = Decimal(value)
        except InvalidOperation:
            wanted = Decimal(self._steps[0])
        near = min(range(len(self._steps)), key=lambda at: abs(Decimal(self._steps[at]) - wanted))
        self.slider.setValue(near)

    def _on_moved(self, place: int) -> None:
        value = self._steps[place]
        if self.lexical(self.line.text()) != value:
            self.line.setText(self.written(value))
            self.tell_edited(value)
