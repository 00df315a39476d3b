"""What the world knows: scales, surfaces, scenarios, incident history, industries, alternatives, controls; each with its source."""
