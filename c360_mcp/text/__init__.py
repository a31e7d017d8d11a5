"""Text for a model: the layout and size of a result."""
