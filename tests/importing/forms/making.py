"""Small files of every form, honest and hostile, made by the tests themselves."""

import io
import struct
import zipfile
import zlib

import openpyxl
from docx import Document

STORY = [
    "# 金锁巷停水三天",
    "本报讯 梧桐区金锁巷的住户昨日反映，巷内二十户人家已停水三天，做饭洗衣都要到隔壁巷子提水。",
    "水务公司答复，主管破裂，十二月六日前修好。",
]


def make_zip(members, method=zipfile.ZIP_DEFLATED):
    """A ZIP of name → bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_word(paragraphs=(), table=()):
    document = Document()
    for words in paragraphs:
        if words.startswith("# "):
            document.add_heading(words[2:], 1)
        else:
            document.add_paragraph(words)
    if table:
        made = document.add_table(0, len(table[0]))
        for row in table:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                cell.text = words
    return _save(document)


def make_workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return _save(book)


def _save(document):
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def replace_member(content, name, change):
    """The package with one member's bytes changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {info.filename: package.read(info) for info in package.infolist()}
    return make_zip(members | {name: change(members[name])})


def make_pdf(pages, kids=None, forms=()):
    """A PDF of pages, each its stream or a list of (x, y, size, words) in stored order; y counts from the foot.

    `forms` are streams of drawings /X0, /X1 …, each knowing the next; `kids` stands for the true list of pages.
    """
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120"
        b"/FontBBox[0 -120 1000 880]/ItalicAngle 0/CapHeight 880/StemV 80>>>>]>>"
    )
    numbers = [4 + 2 * index for index in range(len(pages))]
    kids = kids or " ".join(f"{number} 0 R" for number in numbers)
    count = kids.count("R")
    first_form = 4 + 2 * len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        font,
    ]
    for number, lines in zip(numbers, pages, strict=True):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>/XObject<</X0 {first_form} 0 R>>>>>>".encode()
        )
        stream = lines if isinstance(lines, bytes) else _set_stream(lines)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    for level, stream in enumerate(forms):
        objects.append(
            f"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X{level + 1} {first_form + level + 1} 0 R"
            f">>>>/Length {len(stream)}>>stream\n{stream}\nendstream".encode()
        )
    return _number(objects)


def _set_stream(lines):
    return "\n".join(
        f"BT /F {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET" for x, y, size, words in lines
    ).encode()


def _number(objects, trailer=b""):
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(made))
    )


def make_locked_pdf():
    """A PDF whose standard encryption knows no password that anybody has."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"ab" * 32, b"cd" * 32),
    ]
    return _number(objects, b"/Encrypt 3 0 R/ID[<00><00>]")


def make_png(width, height):
    """A white PNG of the declared size with dots for its first rows only."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
