"""Stores that tests speak to over loopback: what starts each, and what ends it."""
