"""Customers under one controller: who may be one, what was decided about it, and what merging does to a view."""
