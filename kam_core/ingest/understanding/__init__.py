"""Rows to meaning: which table, where its header stands, what each column is, how dates and numbers are written."""
