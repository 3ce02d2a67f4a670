"""Digest: the week's AI-industry and data-element news, traced to its sources, approved and exported."""

__version__ = "0.1.0"
