"""Makes two files out of the installed front-end packages: the icon sprite and Plotly's stylesheet.

    python -m tools.assets

Both land in node_modules/.ballast, beside what they are made from; continuity/finders.py serves them. Plotly writes its
rules into the page when it loads, which the content policy forbids; a linked stylesheet with them takes their place.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

from assessments.ui.icons import ICONS

SVG = "{http://www.w3.org/2000/svg}"
# A rule in Plotly's script: "selector":"declarations", in either kind of quotes; the bare Y is a selector.
_RULE = re.compile(r"""(?P<selector>"[^"]+"|\bY):(?P<quote>["'])(?P<declarations>.*?)(?P=quote)(?=[,}])""")
_TABLE = re.compile(r'\{("X,X div":.*?)\};for\(', re.DOTALL)


def sprite(icons: Path) -> str:
    """One SVG file with a symbol for each icon, named like it; FileNotFoundError names an icon that there is not."""
    symbols = []
    for name in ICONS:
        drawing = ElementTree.fromstring((icons / f"{name}.svg").read_text())  # noqa: S314 - from the locked package
        paths = "".join(f'<path d="{path.get("d")}"/>' for path in drawing.iter(f"{SVG}path"))
        symbols.append(f'<symbol id="{name}" viewBox="{drawing.get("viewBox")}">{paths}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def plotly_rules(script: str) -> str:
    """The stylesheet that stands in Plotly's script; ValueError if it cannot be found there."""
    table = _TABLE.search(script)
    if table is None:
        raise ValueError("Plotly's script no longer holds its styles where they used to be.")
    lines = []
    for rule in _RULE.finditer(table.group(1)):
        selector = rule["selector"].strip('"')
        selector = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        # The type is that of the page, not Plotly's own.
        declarations = re.sub(r"font-family:[^;]*sans-serif;", "", rule["declarations"])
        if declarations:
            lines.append(f"{selector} {{ {declarations} }}")
    return "\n".join([*lines, ""])


def make(node_modules: Path) -> list[Path]:
    """The files made."""
    target = node_modules / ".ballast"
    target.mkdir(exist_ok=True)
    script = (node_modules / "plotly.js-basic-dist-min" / "plotly-basic.min.js").read_text()
    contents = {"icons.svg": sprite(node_modules / "bootstrap-icons" / "icons"), "plotly.css": plotly_rules(script)}
    for name, text in contents.items():
        (target / name).write_text(text)
    return [target / name for name in contents]


if __name__ == "__main__":
    try:
        print(", ".join(str(path.relative_to(Path.cwd())) for path in make(Path.cwd() / "node_modules")))
    except (OSError, ValueError) as error:
        sys.exit(f"The icons and the chart styles could not be made: {error}")
