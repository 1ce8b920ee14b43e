"""The process that sets one document: JSON in, PDF out, nothing else. See :mod:`.pdf`."""

import re
import sys
import unicodedata
from importlib.resources import files
from pathlib import Path

PAGE = Path(__file__).with_name("page.typ")
#: How Typst says that no font has a character of the text.
_NO_FONT = re.compile(r'the text `"(.)', re.DOTALL)


def main() -> int:
    """Read, set, write. Messages of the compiler quote the text and so are not passed on."""
    import typst

    from accede.kit.documents.pdf import NO_GLYPH

    folders = [Path(str(files("fontpkg_amiri"))) / "files", Path(str(files("noto_cjk_sans_otc")))]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
    # The root is the folder of this module: the page reads no file, and nothing in the text can make it.
    compiler = typst.Compiler(PAGE.read_bytes(), root=PAGE.parent, font_paths=fonts, ignore_system_fonts=True)
    text = sys.stdin.buffer.read().decode()
    try:
        made = compiler.compile(format="pdf", sys_inputs={"document": text}, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        found = _NO_FONT.search(str(error))
        if found is None:
            return 1
        sys.stdout.write(unicodedata.name(found[1], f"U+{ord(found[1]):04X}"))
        return NO_GLYPH
    if not isinstance(made, bytes):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
