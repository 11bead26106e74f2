"""The only ways in for much at once."""
