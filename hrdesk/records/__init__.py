"""What is answered: records, and one record while it is being filled."""
