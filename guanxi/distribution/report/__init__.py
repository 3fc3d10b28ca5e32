"""report.html: what is known, in one file that opens without a network and prints well on A4."""

from guanxi.distribution.report.write import About, write_report

__all__ = ["About", "write_report"]
