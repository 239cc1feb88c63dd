"""`python -m benchmarks [NAME [ARGUMENT…]]`: run the measurements and print ratios; no figure here is a test."""

import sys

from . import importing, joining, linear, lists, reading

BENCHMARKS = {
    "reading": reading.measure,
    "linear": linear.measure,
    "joining": joining.measure,
    "importing": importing.measure,
    "lists": lists.measure,
}


def main(words: list[str]) -> int:
    """Run the named benchmark with its arguments, all without a name. Exit status 2 for a name that there is not."""
    name, arguments = (words or [None])[0], words[1:]
    if name and name not in BENCHMARKS:
        print(f"No such benchmark: {name}. There are: {', '.join(BENCHMARKS)}")
        return 2
    for each in [name] if name else BENCHMARKS:
        print(f"== {each}")
        for line in BENCHMARKS[each](*arguments):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
