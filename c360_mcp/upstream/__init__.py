"""The Customer 360 API over HTTP."""
