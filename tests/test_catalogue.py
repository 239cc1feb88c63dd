"""The Chinese catalogue has every text of the interface that the code and the templates ask for."""

import ast
import re

import pytest
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from civictrack.settings import ROOT

ASKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
ASKS_IN_CONTEXT = {"pgettext", "pgettext_lazy"}
_IN_TEMPLATE = re.compile(r"""\b(?P<name>_|n?p?gettext)\(u?(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
CODE = sorted(path for path in (ROOT / "issues").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "issues").rglob("templates/**/*.html"))
CHINESE = trans_real.translation("zh-hans")._catalog


def texts_of_code(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        told = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if node.func.id in ASKS and told:
            yield told[0]
        elif node.func.id in ASKS_IN_CONTEXT and len(told) > 1:
            yield "\x04".join(told[:2])


def texts_of_template(path):
    for found in _IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        if "p" not in found["name"]:
            yield ast.literal_eval(found["text"])


def is_known(text: str) -> bool:
    """A text with a plural is kept by its number."""
    return text in CHINESE or (text, 0) in CHINESE


@pytest.mark.parametrize(
    ("paths", "read"), [(CODE, texts_of_code), (TEMPLATES, texts_of_template)], ids=["code", "templates"]
)
def test_every_text_of_the_interface_is_translated(paths, read):
    asked = {(str(path.relative_to(ROOT)), text) for path in paths for text in read(path)}
    assert len(asked) > 400
    assert {(path, text) for path, text in asked if not is_known(text)} == set()
