"""Estimation and disclosure control with plain arrays: no Django, no database.

Not yet used by the portal, but tested against published values and R:

- `policing` and `inconclusive`: stops (issue on incidents and stops) will use them.
- `reliability`: intercoder agreement (issue on coding) will use it.
- `compare_waves`, `compare_groups`, `domain_means` (`compare.comparison`) and `change_sentence`
  (`compare.wording`): waves of one survey (issue on surveys in full) will use them. Until then the
  tests hold `compare_shares` to `compare_groups`.
- `sufficient_statistics`, `answer_arrays`, `cell_estimates` (`estimates`): `make bench` measures
  them on a million answers; large tables of stops (issue on incidents and stops) will use them.
- `verify_certificate` (`disclosure.linked_tables`): checks of issued certificates (issue on the
  records desk) will use it.
- `weighting_variable` (`weighting.weighting_steps`): checked input for callers without codes; the
  portal builds `WeightingVariable` from its own codes.
"""
