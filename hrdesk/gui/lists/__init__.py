"""Many records: the list, its filters and columns, the record beside it, history, series."""
