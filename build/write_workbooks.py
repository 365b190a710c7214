"""Write the officer's workbook beside each shipped definition: forms/<form_id>.md to .xlsx.

Usage: python build/write_workbooks.py
The Markdown is what is edited in the repository; a test asserts that both ask the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hrdesk.forms.xlsform import write_xlsx  # noqa: E402 - runs from the source tree
from hrdesk.resources import shipped_forms  # noqa: E402

if __name__ == "__main__":
    for source in sorted(shipped_forms().glob("*.md")):
        target = source.with_suffix(".xlsx")
        write_xlsx(source, target)
        sys.stdout.write(f"{target.name}\n")
