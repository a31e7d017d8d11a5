"""What callers can take up: the size and time of requests, how many at once, under which host names, and until when."""
