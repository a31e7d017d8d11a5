"""What the live API does where its documentation says nothing, read from its replies."""
