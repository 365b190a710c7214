"""What is asked: XLSForm definitions, compiled."""
