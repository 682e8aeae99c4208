"""Pure values and arithmetic: cards, stages, dates, findings. No files, no clock, no printing."""
