"""The accessibility checker axe-core, on a page that lets no foreign script in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from guanxi.web.kit import built

AXE = Path(built.__file__).parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def what_axe_finds(page: Page) -> list[str]:
    """What it minds on this page as it stands, each with one element it means.

    The checker comes through the debugger's door, not the page's, whose policy stays as strict as it is.
    """
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [
        f"{rule['id']}: {rule['nodes'][0]['target']} {rule['nodes'][0]['failureSummary']}"
        for rule in found["violations"]
    ]
