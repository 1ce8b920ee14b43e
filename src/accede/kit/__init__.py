"""Furniture that the rooms share: configuration, dates in requests, exports, the page cache, charts and maps."""
