"""The door: parse, load, call one use case, print, exit. It decides nothing."""
