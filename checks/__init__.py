"""Checks of finished pages in a real browser: not tests, because they need npm and minutes."""
