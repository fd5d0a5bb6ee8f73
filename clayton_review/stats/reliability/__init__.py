"""Agreement between coders: percent agreement, kappa, Krippendorff's alpha."""
