"""What every page is made of: colours, type, icons, buttons, dialogs, the worker thread."""
