"""The largest total utility under targets: column sifting over HiGHS, proven by prices."""
