"""Many organisations scored again by the background workers: a round, its portions, how it goes."""
