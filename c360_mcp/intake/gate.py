from c360_mcp.text.gate import Gate, listed, quoted  # noqa: F401
