"""The program around the pages: start, window, navigation, home, settings, lock."""
