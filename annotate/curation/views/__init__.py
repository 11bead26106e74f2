"""Pages of labels in use, of what is done to them, of publishing, and of the journal."""
