"""The five scores 0-100 and the readiness profile: weighted parts, each with its points and its reason."""
