"""c360-mcp: a customer's contact-centre story for AI assistants, from 8x8's Customer 360 API."""

__version__ = "0.1.0"
