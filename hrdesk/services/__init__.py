"""What a person can do: one function a use case, shared by window and command line."""
