"""A bell that cannot be read is passed over; the next one rings."""

from queue import Empty

import pytest
from kombu import Connection


@pytest.fixture
def channel(tmp_path):
    folders = dict.fromkeys(["data_folder_in", "data_folder_out", "control_folder"], str(tmp_path))
    with Connection("filesystem://", transport_options=folders) as connection:
        yield connection.default_channel


def test_a_half_written_bell_wakes_nobody_and_stops_nobody(channel, tmp_path):
    (tmp_path / "0_half.celery.msg").write_bytes(b"")
    (tmp_path / "1_half.celery.msg").write_bytes(b'{"body": "tru')

    for _ in range(2):
        with pytest.raises(Empty):
            channel._get("celery")
    channel._put("celery", {"body": "ring"})

    assert channel._get("celery") == {"body": "ring"}
