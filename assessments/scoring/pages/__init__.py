"""What the result pages show, from a snapshot: pure functions, frozen dataclasses, no rows and no requests."""
