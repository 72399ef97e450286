"""The quality gates: runs the suites of expectations over a DuckDB file and tells people what they found."""
