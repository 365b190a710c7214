"""The small style sheet over Fusion; everything in it comes from the tokens."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from hrdesk.resources import resource

if TYPE_CHECKING:
    from hrdesk.gui.look.theme import Tokens, TypeScale

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, #page { background: $window; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[type="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[type="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[type="label"] { font-size: ${body}px; }
QLabel[type="strong"] { font-size: ${body}px; font-weight: 600; }
QLabel[type="second"] { font-size: ${second_px}px; color: $second; }
QLabel[type="small"] { font-size: ${small}px; color: $second; }
QLabel[type="overline"] { font-size: ${small}px; font-weight: 600; color: $second; }
QLabel[type="fault"] { font-size: ${second_px}px; color: $bad; }
QLabel[type="remark"] { font-size: ${second_px}px; color: $warn; }
QLabel[type="good"] { font-size: ${second_px}px; color: $good; }
QLabel:disabled { color: $disabled; }

#card { background: $surface; border: 1px solid $divider; border-radius: 8px; }
#dropzone { background: $surface; border: 2px dashed $track; border-radius: 8px; }
#divider { background: $divider; border: 0; }
#footer { background: $surface; border: 0; border-top: 1px solid $divider; }
#statusbar { background: $nav; border: 0; border-top: 1px solid $divider; }
#navigation { background: $nav; border: 0; border-right: 1px solid $divider; }
#listpane, #inspector { background: $surface; border: 0; }
#bulk { background: $accent_soft; border: 0; }
#strip { background: $nav; border: 0; border-right: 1px solid $divider; }

#banner { border-radius: 6px; border: 1px solid $divider; }
#banner[tone="info"] { background: $accent_soft; border-color: $accent; }
#banner[tone="good"] { background: $good_soft; border-color: $good; }
#banner[tone="warn"] { background: $warn_soft; border-color: $warn; }
#banner[tone="bad"] { background: $bad_soft; border-color: $bad; }

QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: 6px;
  padding: 6px 14px; font-size: ${body}px; min-height: 20px; }
QPushButton:hover { background: $raised; }
QPushButton:pressed { background: $neutral_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $disabled; background: $field_off; border-color: $divider; }
QPushButton:checked { background: $accent_soft; color: $accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[kind="primary"]:disabled { background: $neutral_soft; color: $disabled; border-color: $neutral_soft; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_soft; }
QPushButton[kind="danger"]:pressed { background: $bad_soft; border: 2px solid $bad; padding: 5px 13px; }
QPushButton[kind="danger"]:focus { border: 2px solid $bad; padding: 5px 13px; }
QPushButton[kind="danger"]:disabled { color: $disabled; border: 1px solid $divider; padding: 6px 14px; background: $field_off; }
QPushButton[kind="link"] { background: transparent; color: $accent; border: 2px solid transparent;
  padding: 3px 6px; font-weight: 600; min-height: 18px; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:pressed { background: $neutral_soft; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="link"]:disabled { color: $disabled; }
QPushButton[kind="bare"] { background: transparent; border: 2px solid transparent; padding: 4px 8px;
  min-height: 18px; color: $second; font-size: ${second_px}px; text-align: left; }
QPushButton[kind="bare"]:hover { background: $neutral_soft; color: $text; }
QPushButton[kind="bare"]:pressed { background: $track; color: $text; }
QPushButton[kind="bare"]:focus { border-color: $accent; }
QPushButton[kind="bare"]:checked { background: $accent_soft; color: $accent; border-color: transparent; }
QPushButton::menu-indicator { image: none; width: 0; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $neutral_soft; }
QToolButton:pressed { background: $track; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $accent_soft; }
QToolButton::menu-indicator { image: none; }
QToolButton#pin { border-width: 1px; padding: 2px; }

QPushButton[kind="chip"] { background: transparent; border: 1px solid $divider; border-radius: 14px;
  padding: 3px 8px; min-height: 20px; font-size: ${second_px}px; color: $second; }
QPushButton[kind="chip"]:hover { border-color: $border; color: $text; }
QPushButton[kind="chip"]:checked { background: $accent_soft; border-color: $accent; color: $accent; font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 2px 7px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit { background: $surface; color: $text;
  border: 1px solid $border; border-radius: 6px; padding: 5px 8px; font-size: ${body}px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $second; }
QLineEdit[kind="search"] { padding-left: 4px; }
QLineEdit[kind="search"]:focus { padding-left: 3px; }
QLineEdit, QComboBox, QSpinBox, QDateEdit { min-height: 22px; }
QPlainTextEdit, QTextEdit { padding: 4px 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus {
  border: 2px solid $accent; padding: 4px 7px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px 5px; }
QLineEdit[fault="true"], QPlainTextEdit[fault="true"], QTextEdit[fault="true"], QComboBox[fault="true"] {
  border: 2px solid $bad; padding: 4px 7px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $field_off; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $field_off; color: $disabled;
  border-color: $divider; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }
QComboBox { padding-left: 10px; padding-right: 30px; }
QComboBox:focus, QComboBox[fault="true"] { padding-left: 9px; padding-right: 29px; }
QComboBox::drop-down { border: 0; width: 28px; subcontrol-origin: padding; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px;
  outline: 0; selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 2px 8px; border-radius: 4px; color: $text; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover { background: $accent_soft; color: $text; }

QCheckBox, QRadioButton { spacing: 8px; font-size: ${body}px; padding: 4px 2px; border: 2px solid transparent;
  border-radius: 6px; background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator,
  QMenu::indicator:non-exclusive { width: 16px; height: 16px; border: 1px solid $border; background: $surface; }
QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator,
  QMenu::indicator:non-exclusive { border-radius: 4px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked, QTableView::indicator:checked,
  QMenu::indicator:non-exclusive:checked { background: $accent; border-color: $accent; image: url("$icons/check-$name.svg"); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $field_off; border-color: $divider; }

QListView, QTreeView, QTableView, QListWidget, QTableWidget { background: $surface; border: 1px solid $divider;
  border-radius: 6px; outline: 0; font-size: ${body}px; selection-background-color: $accent_soft; selection-color: $text;
  alternate-background-color: $raised; gridline-color: $divider; }
QListView::item, QTreeView::item { padding: 4px 8px; min-height: 24px; color: $text; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $accent_soft; color: $text; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 1px solid $accent; }
QPdfView, QScrollArea#readable { border: 2px solid transparent; }
QPdfView:focus, QScrollArea#readable:focus { border: 2px solid $accent; }
QTableView::item { padding: 0 5px; }
QTableView#records { border: 0; border-radius: 0; }
QHeaderView { background: $nav; }
QHeaderView::section { background: $nav; color: $second; border: 0; border-bottom: 1px solid $divider;
  padding: 6px 8px; font-size: ${second_px}px; font-weight: 600; }
QTableView#records QHeaderView::section:first { padding-left: 16px; }
QHeaderView::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 14px; height: 14px; }
QHeaderView::up-arrow { image: url("$icons/chevron-up-$name.svg"); width: 14px; height: 14px; }
QTableCornerButton::section { background: $nav; border: 0; }

QMenu { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; font-size: ${body}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::indicator { margin-left: 6px; }
QMenu::separator { height: 1px; background: $divider; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollArea, QScrollArea > QWidget > #scrolled, QStackedWidget { background: transparent; border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
#navigation QScrollBar:vertical { width: 8px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
#navigation QScrollBar::handle { border-radius: 2px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $second; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $divider; }
QSplitter::handle:hover { background: $accent; }
QProgressBar { background: $track; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $second; padding: 8px 12px; border: 0; border-bottom: 2px solid transparent;
  font-size: ${body}px; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $text; background: $accent_soft; }
QTabWidget::pane { border: 0; }
""")


def stylesheet(chosen: Tokens, scale: TypeScale) -> str:
    """The sheet of a theme."""
    values = {name: str(getattr(chosen, name)) for name in chosen.__slots__}
    values |= {
        "title": str(scale.title),
        "heading": str(scale.heading),
        "body": str(scale.body),
        "second_px": str(scale.second),
        "small": str(scale.small),
        "icons": resource("icons", "themed").as_posix(),
    }
    return _SHEET.substitute(values)
