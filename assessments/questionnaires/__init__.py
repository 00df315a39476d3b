"""The question bank, the answers people give, and the profile that is made of them."""
