"""客情 · 打法: what stands on the page of the playbook, each part a room."""
