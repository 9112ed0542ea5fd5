"""The playbook: what else is done for a key account, strategy by strategy, and what to do next. There is no total."""
