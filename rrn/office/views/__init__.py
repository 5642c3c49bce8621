"""The office's screens, one file for each part of the bar."""
