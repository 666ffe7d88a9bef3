"""Joint experiments on Flower's deployment engine."""
