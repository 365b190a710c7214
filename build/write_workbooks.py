"""Write forms/<form>.xlsx from forms/<form>.md: the workbooks that an officer edits."""

from __future__ import annotations

import sys

from hrdesk.forms.xlsform import write_xlsx
from hrdesk.resources import shipped_forms

if __name__ == "__main__":
    for source in sorted(shipped_forms().glob("*.md")):
        if source.name == "README.md":
            continue
        write_xlsx(source, source.with_suffix(".xlsx"))
        sys.stdout.write(f"{source.with_suffix('.xlsx').name}\n")
