"""A result laid out for a person at a terminal, from the data that a view is made of."""
