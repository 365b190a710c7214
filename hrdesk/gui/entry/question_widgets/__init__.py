"""The controls of questions, one module a family of question types."""
