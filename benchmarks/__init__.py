"""What things cost, always as ratios to a peer in the same run; `make bench` runs every module."""
