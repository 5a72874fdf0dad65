"""Texts that families read: draft, read by a native speaker, or live; who read them and when."""
