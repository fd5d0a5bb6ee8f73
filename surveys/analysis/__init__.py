"""Answer sheets as columns of numbers: samples, weights, crosstabs and comparisons."""
