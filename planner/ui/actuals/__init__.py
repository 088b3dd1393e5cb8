"""The parts of the Actuals page: upload and mapping, batches, months."""
