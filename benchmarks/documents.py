"""What the files of a plan cost beside bare programs that write as much, in one run.

Run `python -m benchmarks.documents`. The plan is that of the beauty brand, with everything in it. Times are the best of
several; ratios are what counts. Peers:

* PDF: Typst given plain paragraphs that fill as many pages, with the same typefaces, the same standard (PDF/UA-1) and no
  template of ours. What stands above 1 is our tables, charts, contents and running heads.
* Word: python-docx writing as many paragraphs and table rows, each in one run of its default style.
* Excel: xlsxwriter writing as many cells, as text in its default format.
* Markdown and JSON: the time of `json.dumps` for the same tree.

Every file is read again after it was timed: pages, paragraphs and sheets are counted, so that no peer does less work.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
import typst
import xlsxwriter
from pypdf import PdfReader

from assessments.questionnaires.bank import bank
from assessments.questionnaires.file_text import read_file
from assessments.questionnaires.profile_file import read_profile
from assessments.scoring.evaluate import evaluate
from assessments.scoring.report.results import results_bytes, results_of
from continuity.exports.formats import export
from continuity.plans import document_json
from continuity.plans.basis import basis_of
from continuity.plans.document import Document
from continuity.plans.standing import Standing
from continuity.plans.writing import plan_of

ROOT = Path(__file__).resolve().parent.parent
FONTS = Path(os.environ.get("BALLAST_FONTS", ROOT / "var" / "fonts"))
WORDS_A_PARAGRAPH = 60
SENTENCE = (
    "the plan says who acts and in which order when the service is down and how people return to normal work after it "
)


def best(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The least time of several runs in milliseconds, and what the last of them made."""
    times, made = [], None
    for _ in range(runs):
        start = time.perf_counter()
        made = work()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times), made


def plan() -> Document:
    """The plan of the beauty brand, as `manage.py assess` writes it."""
    profile, report = read_profile(read_file(ROOT / "examples" / "beauty_brand.yaml"), bank(), date(2026, 11, 22))
    assert profile is not None, report.mistakes
    results = json.loads(results_bytes(results_of(evaluate(profile), report.notices)))
    return plan_of(basis_of(profile, results, Standing(issued_on=profile.as_of, author="Benchmark")))


def bare_pdf(paragraphs: int) -> bytes:
    """Plain paragraphs set by Typst."""
    text = "\n\n".join([SENTENCE * (WORDS_A_PARAGRAPH // 20)] * paragraphs)
    source = f'#set document(title: "Plain")\n#set text(font: "Public Sans", size: 10pt, lang: "en")\n{text}'
    with tempfile.TemporaryDirectory() as empty:
        made = typst.compile(  # type: ignore[misc]  # its stubs leave the kind of font path open
            source.encode(),
            root=empty,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=datetime(2026, 11, 22, tzinfo=UTC),
        )
    return bytes(made)


def bare_pdf_of(pages: int) -> Callable[[], bytes]:
    """Work that sets plain paragraphs on as many pages."""
    a_page = 40 / max(1, pages_in(bare_pdf(40)))
    paragraphs = round(a_page * pages)
    while pages_in(bare_pdf(paragraphs)) < pages:
        paragraphs += 5
    return lambda: bare_pdf(paragraphs)


def bare_docx(paragraphs: int, rows: list[int]) -> bytes:
    """A document of plain paragraphs and of tables with so many cells in each row."""
    document = docx.Document()
    for _ in range(paragraphs):
        document.add_paragraph(SENTENCE)
    table = document.add_table(rows=0, cols=max(rows, default=1))
    for width in rows:
        for cell in table.add_row().cells[:width]:
            cell.text = SENTENCE[:30]
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def bare_xlsx(sheets: list[tuple[int, int]]) -> bytes:
    """A workbook with so many rows and columns of text in each sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for rows, columns in sheets:
        sheet = book.add_worksheet()
        for row in range(rows):
            for column in range(columns):
                sheet.write_string(row, column, SENTENCE[:30])
    book.close()
    return target.getvalue()


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def shape_of_docx(content: bytes) -> tuple[int, list[int]]:
    """How many paragraphs a document has outside its tables, and how many cells each row."""
    document = docx.Document(io.BytesIO(content))
    return len(document.paragraphs), [len(row.cells) for table in document.tables for row in table.rows]


def shape_of_xlsx(content: bytes) -> list[tuple[int, int]]:
    """How many rows and columns each sheet has."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [(sheet.max_row, sheet.max_column) for sheet in book.worksheets]


def run() -> list[str]:
    """The table, line by line."""
    document = plan()
    times = {format: best(partial(export, document, format, fonts=FONTS)) for format in FORMATS}
    content = {format: exported.content for format, (_, exported) in times.items()}
    pages = pages_in(content["pdf"])
    paragraphs, rows = shape_of_docx(content["docx"])
    sheets = shape_of_xlsx(content["xlsx"])
    peers = {
        "pdf": ("Typst, plain paragraphs", best(bare_pdf_of(pages))),
        "docx": ("python-docx, plain", best(partial(bare_docx, paragraphs, rows))),
        "xlsx": ("xlsxwriter, plain", best(partial(bare_xlsx, sheets))),
    }
    tree = json.loads(document_json.render(document))
    dumped = best(lambda: json.dumps(tree).encode())
    peers |= {"md": ("json.dumps of the tree", dumped), "json": ("json.dumps of the tree", dumped)}
    assert pages <= pages_in(peers["pdf"][1][1]) <= pages + 1, "the peer sets another number of pages"
    lines = [f"plan of {pages} pages", f"{'format':8}{'ours':>10}{'peer':>10}{'ratio':>8}{'size':>10}  peer"]
    for format, (ours, _) in times.items():
        name, (theirs, _) = peers[format]
        size = f"{len(content[format]) / 1024:,.0f} KB"
        lines.append(f"{format:8}{ours:8.1f}ms{theirs:8.1f}ms{ours / theirs:8.1f}{size:>10}  {name}")
    return lines


FORMATS = ("pdf", "docx", "xlsx", "md", "json")


def main() -> None:
    """Print the table."""
    sys.stdout.write("\n".join(run()) + "\n")


if __name__ == "__main__":
    main()
