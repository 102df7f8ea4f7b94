"""What the officer advises the panel."""
