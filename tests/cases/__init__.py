"""Incidents, and cases about data."""
