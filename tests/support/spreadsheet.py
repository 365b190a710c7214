"""How many keys the same rows cost in a spreadsheet, by rules that favour the spreadsheet.

One row a record, one column a question, headings in place, the cursor on the first blank cell. Text
itself is not counted, here or there; every other key is one press, a chord too.

- A cell typed in: Tab after it (1). The last cell of a row: Enter, which also goes to the next row.
- A cell left blank: Tab (1). Tab also passes a cell that is right already.
- A choice: the words of the label typed out (no key counted: the list of a validated cell costs
  Alt+Down, arrows and Enter, which is more), then Tab. Several choices the same way, in one cell.
- A date: typed, then Tab; today's is Ctrl+; (1), then Tab.
- A row copied: Home, Shift+Space, Ctrl+C, Down to the blank row, Enter to paste, then to each cell that
  changes with Tab from the left, and Enter at the end.
- A pasted block of rows: the cell is gone to with Ctrl+Home and Ctrl+Down, Down, then Ctrl+V; each
  row then lacks the key of its training, which is typed once and filled down: Tab back with
  Ctrl+Left, Ctrl+C, Shift+Down for each further row, Ctrl+V; and the headcount is a formula or typed.
- Saving: Ctrl+S (1).
"""

from __future__ import annotations

from collections.abc import Sequence


def typed_row(cells: Sequence[str]) -> int:
    """A new row with these cells; a blank one between others is passed with Tab."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    if last < 0:
        return 0
    return last + 1 + 1  # Tab after each but the last, Enter after that one, Ctrl+S


def copied_row(cells: Sequence[str], changed: Sequence[int]) -> int:
    """The row above once more, with these places typed anew."""
    take = len(("Home", "Shift+Space", "Ctrl+C", "Down", "Enter"))
    blanked = sum(1 for place in changed if not cells[place])  # Delete for what must not stay
    return take + (max(changed) if changed else 0) + blanked + 1 + 1


def pasted_rows(rows: int) -> int:
    """A block of people under a list, each row with the training it belongs to."""
    place = len(("Ctrl+Home", "Ctrl+Down", "Down"))
    paste = 1
    key_of_training = len(("Ctrl+Left", "Ctrl+C")) + (rows - 1) + 1
    return place + paste + key_of_training + 1
