"""Results of a survey: figures of its questions, methodology, publication, recomputation."""
