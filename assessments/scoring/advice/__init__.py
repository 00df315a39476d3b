"""Recommendations: which apply, what exists already, and what each would remove when the engine runs again with it in place."""
