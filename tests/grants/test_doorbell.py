"""A bell that cannot be read is passed over; the next one rings."""

import pytest
from kombu import Connection


@pytest.fixture
def bell(tmp_path):
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.SimpleQueue("celery")


def test_a_half_written_bell_wakes_nobody_and_stops_nobody(bell, tmp_path):
    (tmp_path / "0_half.celery.msg").write_bytes(b"")
    (tmp_path / "1_half.celery.msg").write_bytes(b'{"body": "tru')

    for _ in range(2):
        with pytest.raises(bell.Empty):
            bell.get(block=False)
    bell.put("ring")

    assert bell.get(block=False).payload == "ring"
