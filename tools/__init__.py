"""What is needed to work on the project, and not to run it."""
