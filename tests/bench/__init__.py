"""What is measured, by hand: `python -m tests.bench.export`. No test, so that no test depends on the hour."""
