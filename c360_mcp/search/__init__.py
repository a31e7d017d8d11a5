"""What is asked for: which customer, in which window of time."""
