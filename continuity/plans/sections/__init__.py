"""The sections of a plan, P1 to P16: each function gives one section from the basis of the plan."""
