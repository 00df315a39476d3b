"""The results file: an evaluation as plain data in the published form, with sentences, assumptions and the trace."""
