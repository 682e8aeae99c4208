"""What is known of vendors' models: putting it on file, and asking about it."""
