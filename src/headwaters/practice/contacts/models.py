"""What was done with a family: visits, calls and their outcomes, kept drafts, and what came from a phone that was offline."""
