"""One command per file: parse, call, print. `guanxi/cli.py` loads the one that is asked for."""
