"""Qt's own words (Save, Cancel, the file dialog…) from the program's catalogue.

Qt ships no Vietnamese. A translator that asks our catalogue for Qt's English text needs no second
catalogue and follows a change of language at once; what the catalogue lacks stays English.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator
from typing_extensions import override

from hrdesk.i18n import language, tr


class QtWords(QTranslator):
    """Asked by Qt for every text of its own."""

    @override
    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        sourceText: str | bytes | bytearray | memoryview,
        disambiguation: str | bytes | bytearray | memoryview | None = None,
        n: int = -1,
    ) -> str:
        text = sourceText if isinstance(sourceText, str) else bytes(sourceText).decode()
        if language() == "en" or not text or "{" in text:
            return text  # never "": Qt takes that for a text, and some of it for "no error"
        return tr(text)

    @override
    def isEmpty(self) -> bool:
        return False


def install(app: QCoreApplication) -> QtWords:
    """Let Qt speak through our catalogue; keep the result as long as the program runs."""
    words = QtWords(app)
    app.installTranslator(words)
    return words
