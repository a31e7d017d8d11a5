"""The MCP clients that people use: what each has to be told of this server, and where."""
