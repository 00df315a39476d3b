"""The figures of the result pages as tags."""
