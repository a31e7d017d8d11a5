"""The API client, against transports and sockets that behave and misbehave."""
