"""What vendors' models are called, what is said of them, and which of it is about a model of ours."""
