"""Answers as documents: HTML, charts, and the page in the terminal; reads results alone."""
