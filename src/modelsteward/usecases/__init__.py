"""From a registry in memory to a report: one file a verb, pure."""
