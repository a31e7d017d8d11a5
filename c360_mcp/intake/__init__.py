"""The gate between foreign text and a result."""
