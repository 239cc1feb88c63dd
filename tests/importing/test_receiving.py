"""Storing pages while others store theirs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from issues.importing.receiving import NewPage, store_pages
from issues.models import Page


@pytest.mark.django_db(transaction=True)
def test_imports_of_the_same_texts_in_two_orders_do_not_block_each_other():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; run tests.on_postgres")
    begun = Event()

    def store(texts, first):
        try:
            with transaction.atomic():
                if not first:
                    begun.wait(10)
                store_pages([NewPage("a.txt", texts[0])])
                begun.set()
                sleep(0.5)
                store_pages([NewPage("b.txt", texts[1])])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(store, ["甲", "乙"], True), pool.submit(store, ["乙", "甲"], False)]
        for one in both:
            one.result(30)
    assert Page.objects.count() == 2


@pytest.mark.django_db
def test_pages_are_numbered_in_the_order_of_their_receipt():
    pages = store_pages([NewPage(f"{n}.txt", f"第{n}段") for n in range(20)])
    assert [page.pk for page in pages] == sorted(page.pk for page in pages)
