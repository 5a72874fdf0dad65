"""Who works here: organisations, people and their roles, invitations; how a family comes in by a code."""
