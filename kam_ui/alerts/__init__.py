"""待办: the bell in the status line, and the page behind it."""
