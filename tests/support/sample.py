"""When the sample office is looked at: the day after the period that it reports."""

from __future__ import annotations

from datetime import UTC, date, datetime

NOW = datetime(2026, 11, 16, 3, tzinfo=UTC)
TODAY = date(2026, 11, 16)
