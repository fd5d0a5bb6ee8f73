"""Stop rates, disparity indices, search outcomes, daylight and the veil of darkness.

Not yet used by the portal: stops (issue on incidents and stops) will use it.
"""
