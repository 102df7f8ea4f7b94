import pytest

from tests.grants.applications.a_storage import stores_in


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path, monkeypatch):
    stores_in(tmp_path / "media", settings, monkeypatch)
