"""Files from outside: checked, scanned, kept under a random name, and handed out to be saved."""
