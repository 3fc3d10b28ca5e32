"""What is said inside a picture is written as beside it: the browser's formats are held to Python's."""

import json
import subprocess
from pathlib import Path

from guanxi import formats
from guanxi.units import Unit
from guanxi.web.kit import built
from scripts import machine

CODE = Path(built.__file__).parent / "frontend" / "src" / "charts" / "format.js"
VALUES = [0, 1, 7, 18.4, 99.99, 250, 1234.4, 9999.9, 12_345, 12_345.6, 99_999, 1_200_000, 340_000_000, -0.001]
VALUES += [-52.5, -1_200_000, 0.0004, 0.034, 0.05, 0.173, 0.9995, 5e9, None]
UNITS = [Unit.MONEY, Unit.COUNT, Unit.SHARE, Unit.PROBABILITY, Unit.INDEX, Unit.SCORE, Unit.DAYS]
LANGUAGES = ["en", "zh-hans"]


def in_the_browsers_language() -> list[str]:
    script = (
        f"import {{ byUnit }} from {json.dumps(CODE.as_uri())};"
        f"const out = []; for (const language of {json.dumps(LANGUAGES)})"
        f" for (const unit of {json.dumps(UNITS)})"
        f" for (const value of {json.dumps(VALUES)}) out.push(byUnit(value, unit, language, 'USD'));"
        "console.log(JSON.stringify(out));"
    )
    node = machine.npm()[0].parent / "node"
    command = [node, "--input-type=module", "--no-warnings", "-e", script]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_a_picture_and_its_page_write_every_value_alike():
    asked = [(value, unit, language) for language in LANGUAGES for unit in UNITS for value in VALUES]
    here = [formats.by_unit(value, unit, language, currency="USD") for value, unit, language in asked]
    different = [
        (asked_for, python, browser)
        for asked_for, python, browser in zip(asked, here, in_the_browsers_language(), strict=True)
        if python != browser
    ]
    assert different == []
