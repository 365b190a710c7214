"""A period told: figures, text, report and its papers."""
