"""The figures of the design, measured: `python -m bench`."""
