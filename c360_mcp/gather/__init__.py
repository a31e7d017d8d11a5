"""Fetching a whole time window, although one reply holds at most fifty interactions.

The window is split into smaller ones, the newest first and several side by side, until each returns fewer than fifty.
What comes out says how far back nothing is missing, and how the next call goes on from there.
"""
