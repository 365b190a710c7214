"""What it amounts to: periods, targets, figures."""
