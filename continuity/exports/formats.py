"""The formats a plan can be had in, by the key that addresses, commands and buttons use."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from continuity.exports import docx, markdown, pdf, xlsx
from continuity.plans import document_json
from continuity.plans.document import Document


@dataclass(frozen=True, slots=True)
class Exported:
    """A finished file; `notes` say in plain words what could not be carried as written."""

    content: bytes
    media_type: str
    suffix: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its words, its type and suffix, and the renderer."""

    label: str
    media_type: str
    suffix: str
    render: Callable[[Document], bytes]


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
FORMATS: Final = {
    "pdf": Format("PDF, to print", "application/pdf", "pdf", pdf.render),
    "docx": Format("Word, to edit", f"{OFFICE}.wordprocessingml.document", "docx", docx.render),
    "xlsx": Format("Excel, registers", f"{OFFICE}.spreadsheetml.sheet", "xlsx", xlsx.render),
    "md": Format("Markdown, plain text", "text/markdown; charset=utf-8", "md", markdown.render),
    "json": Format("JSON, for other programs", "application/json", "json", document_json.render),
}


def export(document: Document, key: str, *, fonts: Path | None = None) -> Exported:
    """The plan in one format; KeyError for a format that does not exist. `fonts` is the folder for the PDF."""
    kind = FORMATS[key]
    if key == "pdf":
        made = pdf.compiled(document, fonts=fonts)
        return Exported(made.content, kind.media_type, kind.suffix, made.notes)
    return Exported(kind.render(document), kind.media_type, kind.suffix)
