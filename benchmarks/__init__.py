"""Speed and size, as ratios measured in one run. Start with ``benchmarks/run``."""
