"""合并同一控制人 / Merging groups: suggestions decided one after another, lists, what was decided, and the switch."""
