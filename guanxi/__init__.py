"""guanxi: which customers matter, why, what to do next, and whether it worked.

The flow is `guanxi.loop`; the rooms are described in docs/rooms.md. Nothing heavy is imported here.
"""

__version__ = "0.1.0"
