"""Handing files over: onto a stick, into a folder, into a mail draft; and what became of them."""
