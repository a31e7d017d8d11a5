"""The customers of the sandbox, one story a module."""
