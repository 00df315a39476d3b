"""Trying things out: what can be set differently, what would then come of it, and trials kept under a name."""
