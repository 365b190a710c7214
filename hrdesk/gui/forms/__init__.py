"""Definitions checked, shown and tried."""
