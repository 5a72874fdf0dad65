"""What a family says: its answers to a next step, its strengths in its own words, what went wrong."""
