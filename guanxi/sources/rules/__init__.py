"""What a line is, by rules that are data; what it takes back; and what both did to revenue.

rule_set    Rule, RuleSet, the shipped sets           conditions   one test of one column
kept        the rules of a store                      classify     lines + rules -> kinds
link        which earlier line a return takes back    report       what each rule caught; gross to net
"""

from guanxi.sources.rules.classify import classify
from guanxi.sources.rules.kept import read_rules, write_rules
from guanxi.sources.rules.link import Links, link
from guanxi.sources.rules.reconcile import Reconciliation, reconcile, repeats
from guanxi.sources.rules.report import RulesReport, report
from guanxi.sources.rules.rule_set import SHIPPED, Rule, RuleSet, rule_set, shipped

__all__ = [
    "SHIPPED",
    "Links",
    "Reconciliation",
    "Rule",
    "RuleSet",
    "RulesReport",
    "classify",
    "link",
    "read_rules",
    "reconcile",
    "repeats",
    "report",
    "rule_set",
    "shipped",
    "write_rules",
]
