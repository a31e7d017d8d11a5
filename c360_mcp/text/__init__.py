"""Text for a model: the gate that foreign text passes, and the layout and size of a result."""
