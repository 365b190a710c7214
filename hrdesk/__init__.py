"""hrdesk: a log of human-rights communication that an office keeps, signs and hands over."""

__version__ = "0.1.0"
