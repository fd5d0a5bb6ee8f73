"""Changes to population targets, weightings and the stored columns of a survey."""
