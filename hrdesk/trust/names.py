"""How units, desks and roles are written in certificates and in bundles."""

from __future__ import annotations

import re
from typing import Final

ROLES: Final = ("clerk", "head", "province")
URN: Final = "urn:x-hrdesk:"
UNIT_CODE: Final = re.compile(r"[0-9]{2,10}", re.ASCII)
DEVICE_ID: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII
)
