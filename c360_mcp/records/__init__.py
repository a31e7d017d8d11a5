"""What came back: the API's replies, read tolerantly into clean values."""
