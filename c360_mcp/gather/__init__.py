"""Everything in a window of time, although one reply holds at most fifty: which windows to ask, and what is certain."""
