"""Benchmarks: how much work a request costs, and how that grows with the data. See bench/README.md."""
