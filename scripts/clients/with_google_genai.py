"""Google's Gen AI SDK: an MCP server's tools as function declarations of a request to Gemini."""
