"""What families allow: which agency may see what, for which purpose, from when until when; and safety marks."""
