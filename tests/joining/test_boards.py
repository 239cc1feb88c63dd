"""Messages about one matter come together, measured on a real board where it is there."""

import pytest

from . import measure_boards

FLOORS = {"mixing_station": (0.95, 0.95), "parking_spaces": (0.9, 0.75), "talent_subsidy": (0.9, 0.75)}
"""(precision, recall)."""


@pytest.mark.django_db
def test_the_largest_matters_of_a_message_board_come_together():
    if not measure_boards.BOARD.exists():
        pytest.skip("the message board is not here")
    clusters, proposals = measure_boards.find_clusters(measure_boards.read_board())
    print(f"\nproposals {proposals}, clusters of several {sum(len(cluster) > 1 for cluster in clusters)}")
    for row in measure_boards.rate_clusters(clusters):
        print(f"{row.matter:16} {row.messages:3} listed, {row.largest:3} in the largest cluster,", end=" ")
        print(f"precision {row.precision:.2f}, recall {row.recall:.2f}")
        precision, recall = FLOORS[row.matter]
        assert row.precision >= precision and row.recall >= recall, row
