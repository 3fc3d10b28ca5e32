"""Experience: what customers say, against what they expected, what matters to them and what is aimed at."""
