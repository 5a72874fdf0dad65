"""Agreed days: what, where, with whom, in whose time zone."""
