"""The process and its edges: command line, settings, words."""
