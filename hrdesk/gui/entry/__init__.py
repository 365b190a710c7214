"""One record being filled: questions, tables, lists of people, faults, drafts, remarks."""
