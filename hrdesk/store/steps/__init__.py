"""The steps from an empty file to the tables of today, in their order. A step is never edited."""

from typing import Final

from hrdesk.store.steps import (
    core,
    exchange,
    files_of_versions,
    imports,
    kits,
    listed,
    papers,
    receipts,
    renamed,
    searched,
    series,
    signed_papers,
)

STEPS: Final = (
    ("1_core", core.STATEMENTS),
    ("2_imports", imports.STATEMENTS),
    ("3_papers", papers.STATEMENTS),
    ("4_series", series.STATEMENTS),
    ("5_files_of_versions", files_of_versions.STATEMENTS),
    ("6_kits", kits.STATEMENTS),
    ("7_listed", listed.STATEMENTS),
    ("8_signed_papers", signed_papers.STATEMENTS),
    ("9_exchange", exchange.STATEMENTS),
    ("10_renamed", renamed.STATEMENTS),
    ("11_receipts", receipts.STATEMENTS),
    ("12_searched", searched.STATEMENTS),
)
