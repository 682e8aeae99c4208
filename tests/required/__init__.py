"""What speaks for a version: how it is measured, compared, approved, and judged before a promotion."""
