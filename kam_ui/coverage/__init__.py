"""客情 · 覆盖: what stands on the page of coverage, each part a room."""
