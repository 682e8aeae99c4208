"""What a card, a record and a state file may say: one module a kind, each a frozen pydantic model."""
