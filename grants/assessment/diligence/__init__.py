"""What we look up about a co-op before we promise it money."""
