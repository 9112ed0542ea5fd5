"""Bytes to rows of text: what kind of file it is, its encoding and dialect, and its records with their lines."""
