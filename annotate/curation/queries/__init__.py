"""What pages of labels in use, and the journal page, need."""
