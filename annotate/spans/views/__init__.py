"""Pages and parts of the desk."""
