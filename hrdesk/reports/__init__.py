"""How it is told: a report as data, drawn as PDF."""
