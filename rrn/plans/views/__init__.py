"""The organisation's door, page by page."""
