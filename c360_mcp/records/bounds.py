"""What bounds one reply of the API."""

API_CAP = 50
"""Interactions in a reply at most; where there are as many, the API may hold more."""

ROW_LIMIT = 1_000
"""Entries that are read of one reply, should there ever be more than `API_CAP`."""
