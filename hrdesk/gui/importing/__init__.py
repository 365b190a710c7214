"""Import of a workbook in three steps: the file, its columns, what comes of it."""
