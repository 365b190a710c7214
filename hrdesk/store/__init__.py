"""Where what was logged is kept: one SQLite file a workspace, and the only SQL of the program."""
