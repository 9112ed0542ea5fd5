"""变化: what stands on the page of movement, each part a room."""
