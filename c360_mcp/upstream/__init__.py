"""The client of the Customer 360 API."""
