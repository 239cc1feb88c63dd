"""What the tests with real processes share: many pages, and the rows of an import that nobody disturbed."""

import csv

import pytest

from .installation import ROOT, Installation

COPIES = 4


@pytest.fixture(scope="session")
def manifest(tmp_path_factory):
    """The sample pages, each some times over with a line of its own, so that the kill hits the middle."""
    folder = tmp_path_factory.mktemp("pages")
    with (ROOT / "seeds/pages/manifest.csv").open(encoding="utf-8") as file:
        samples = list(csv.DictReader(file))
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["file", "publication", "published"])
        out.writeheader()
        for copy in range(COPIES):
            for sample in samples:
                text = (ROOT / "seeds/pages" / sample["file"]).read_text(encoding="utf-8")
                name = f"{copy}-{sample['file']}"
                (folder / name).write_text(f"{text}\n第{copy}版\n", encoding="utf-8")
                out.writerow({**sample, "file": name})
    return folder / "manifest.csv"


@pytest.fixture(scope="session")
def undisturbed(manifest, tmp_path_factory):
    """The rows of an import that nobody disturbed."""
    here = Installation(tmp_path_factory.mktemp("undisturbed"))
    try:
        here.start_worker()
        here.manage("import_pages", "--manifest", str(manifest), "--wait")
        return here.rows()
    finally:
        here.stop()
