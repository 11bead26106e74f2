"""The pages of review, and what their buttons send."""
