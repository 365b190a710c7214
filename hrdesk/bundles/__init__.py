"""How it travels: the signed container and what it carries."""
