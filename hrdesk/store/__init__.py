"""Where it is kept: the only SQL of the program."""
