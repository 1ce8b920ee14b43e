"""Resolutions and their paragraphs: what was asked, of whom, and by when."""
