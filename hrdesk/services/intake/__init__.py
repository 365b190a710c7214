"""Taking in at the province: what came, what becomes of it, where it lies meanwhile."""
