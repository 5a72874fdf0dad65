"""Charts of one measure over time: what the points are, where their middle lies, and what is not chance."""
