"""Data that rules read, each entry with its source and the day it was read."""
