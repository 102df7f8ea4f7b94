"""What a co-op can check for itself about a decision: the same for yes and no."""
