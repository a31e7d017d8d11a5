"""A stand-in for the Customer 360 API, with customers of its own."""
