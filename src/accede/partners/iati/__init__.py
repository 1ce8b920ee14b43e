"""The IATI Standard: reading 2.01 to 2.03, validating, and writing 2.03."""
