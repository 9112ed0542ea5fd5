"""Whom the firm depends on: how unequal its customers are, what hangs on single ones, and what a loss would take."""
