"""The pages around the plan: mitigation, contents, runbooks, versions."""
