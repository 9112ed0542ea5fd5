"""The tables beside the sales: stock, supply, and what else a definition in tables.toml describes."""
