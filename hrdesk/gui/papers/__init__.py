"""Paper on the screen: preview, search, printing, saving, the code on a page compared."""
