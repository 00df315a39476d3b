"""What the organisation states, resolved to quantities in the bank's own units; nothing is computed yet."""
