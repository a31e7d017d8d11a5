"""The stand-in: a server that answers as the Customer 360 API does, with invented customers."""
