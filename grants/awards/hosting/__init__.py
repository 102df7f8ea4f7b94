"""A body that holds the money for a group that is not formed yet."""
