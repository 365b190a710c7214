"""Whether to believe it: ordered rules, findings as data."""
