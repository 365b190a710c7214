"""`python -m hrdesk`: the window when called alone, the command line when called with a command."""

from __future__ import annotations

import sys

from hrdesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
