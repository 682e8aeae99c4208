"""Registries read as one, and sparse checkouts."""
