"""Contributions from pledge to spending in one ledger, in-kind help beside it, requirements and the shortfall."""
