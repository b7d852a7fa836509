"""What else may have been signed, part by part, most likely first; each has a name."""
