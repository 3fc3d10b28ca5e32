"""Files from outside -> facts: looked at first, then carried out as one change that can be taken back.

settings     what a person chose               plan      what a file is, and what would become of it
guess        which column is what, and why     run       the import itself, in steps that can be resumed
"""

from guanxi.sources.imports.plan import Plan, inspect
from guanxi.sources.imports.run import ImportResult, run_import
from guanxi.sources.imports.settings import ImportSettings

__all__ = ["ImportResult", "ImportSettings", "Plan", "inspect", "run_import"]
