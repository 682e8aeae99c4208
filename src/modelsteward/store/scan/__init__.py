"""Searching for copies by their content: whatever they are called, and whatever they are packed into."""
