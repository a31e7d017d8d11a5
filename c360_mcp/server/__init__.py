"""The MCP server: tools, prompt, resources."""
