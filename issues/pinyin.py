"""Han characters to pinyin initials: what fingers type when the name of an agency is long. Stores nothing."""

from pypinyin import Style, lazy_pinyin


def spell_initials(*names: str) -> str:
    """`城东区住建局`, `区住建局` → `cdqzjj qzjj`: a word for each name, each once."""
    words = ("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower() for name in names)
    return " ".join(dict.fromkeys("".join(word.split()) for word in words if word.strip()))[:240]
