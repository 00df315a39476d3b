"""What may be done around the plan: decide on actions, write what the plan needs, change runbooks, freeze and approve."""
