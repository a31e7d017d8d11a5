"""What `c360-mcp` does on the command line, a module per command."""
