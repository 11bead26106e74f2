"""Reading a codebook, and changing it in its draft."""
