"""The gallery: the product with pages for tests that show every component."""

import pytest

from tests.assessments.ui.gallery import urls as gallery_urls


@pytest.fixture
def gallery(settings):
    """The gallery's addresses are served, and what autosave sends and gets starts empty."""
    settings.ROOT_URLCONF = gallery_urls.__name__
    gallery_urls.SAVES.clear()
    gallery_urls.ANSWERS.clear()
    return gallery_urls
