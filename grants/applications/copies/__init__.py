"""A new application that starts from what was sent before."""
