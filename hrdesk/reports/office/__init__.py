"""Reports as files of word processors and of spreadsheets, from the same content as the paper."""
