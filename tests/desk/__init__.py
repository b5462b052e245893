"""What staff see and may do, tried by a browser without script and by one with."""
