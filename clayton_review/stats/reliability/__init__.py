"""Agreement between coders: percent agreement, Cohen's kappa, Krippendorff's alpha.

Not yet used by the portal: intercoder agreement (issue on coding) will use it.
"""
