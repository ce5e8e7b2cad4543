"""Every command and every Python example of a third of the pages runs, in the order it is written."""

import pytest
from tests.docs.pages import part, run_page


@pytest.mark.parametrize("page", part(0), ids=lambda page: page.stem)
def test_every_command_of_the_page_runs(page, reader):
    run_page(page, reader)
