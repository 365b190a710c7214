"""Vietnamese text: folding, sorting, dates and numbers, legacy encodings."""
