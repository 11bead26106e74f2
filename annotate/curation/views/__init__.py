"""Pages of labels in use, of what is done to them, and of the journal."""
