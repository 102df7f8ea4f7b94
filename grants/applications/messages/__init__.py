"""What a co-op and the fund write to one another about one application."""
