"""Partners: what they publish of their activities, its exchange in the IATI Standard, and overlaps with ours."""
