"""From a profile to results: the only bridge between what people state and what the engine computes."""
