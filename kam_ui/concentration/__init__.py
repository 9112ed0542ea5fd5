"""The parts of the page that says whom the firm depends on, each showing one result."""
