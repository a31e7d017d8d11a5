"""What the view of a customer is made of: the data of a result, and the page that shows it."""
