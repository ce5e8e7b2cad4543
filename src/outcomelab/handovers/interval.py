"""How wide a 95% interval is, for all rooms."""

Z95 = 1.959963984540054  # standard errors on either side, by the normal distribution
