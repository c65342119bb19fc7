"""The lake on an S3-compatible bucket: the same pull, by the same steps."""

import boto3
import pytest
import s3fs
from moto.server import ThreadedMotoServer

from transforms import lake
from transforms.config.settings import settings
from transforms.ground.forks import by_forks
from transforms.lake import files


@pytest.fixture
def bucket(monkeypatch):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_DEFAULT_REGION": "us-east-1",
        "CMR_LAKE": "s3://community/lake",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    files._filesystem.cache_clear()
    boto3.client("s3").create_bucket(Bucket="community")
    yield
    server.stop()
    s3fs.S3FileSystem.clear_instance_cache()
    files._filesystem.cache_clear()


def test_a_lake_in_a_bucket_takes_posts_once_and_the_changes_after(bucket, bench, post):
    settings.cache_clear()
    lake.initialise()
    assert lake.root() == "s3://community/lake"
    assert bench.pull(*(post(n) for n in range(20)))["rows"] == 20
    assert bench.pull()["rows"] == 0
    assert bench.pull(*(post(n) for n in range(21)), post(3, likes=9))["rows"] == 2
    assert len(bench.posts) == 22
    assert bench.status["brand"]["status"] == "ok"


@pytest.mark.usefixtures("bucket", "bench")
def test_forks_speak_to_the_bucket_on_their_own():
    settings.cache_clear()
    lake.initialise()
    for name in ("one", "two"):
        lake.write_rows("ledger/wants", name, [])
    assert list(by_forks(lake.names, ["ledger/wants"] * 2, 2)) == [["one", "two"]] * 2
