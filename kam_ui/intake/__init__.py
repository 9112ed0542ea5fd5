"""The data page's rooms, in the order a file passes through them.

drop ──▶ underway ──▶ questions, recognised, preview ──▶ accounting ──▶ datasets
             └─────▶ refusal
"""
