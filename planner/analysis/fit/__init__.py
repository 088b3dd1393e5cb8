"""A history to curves, with draws that say how sure they are: `run.fit_history`."""
