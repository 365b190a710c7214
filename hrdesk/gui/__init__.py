"""The window (PySide6). Nothing below this room knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - it must have put its own `import` in place before the line below

# PySide6 wraps `import` to look for "PySide6" in the source text of every module that is loaded
# from now on, which serves `from __feature__ import snake_case` alone. Nothing here uses that, and
# reading a hundred sources again is a seventh of the start (docs/adr/0011).
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
