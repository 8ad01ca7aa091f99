"""A cluster that cannot do the work says why before any work is done."""

import pytest

from burdenshare.analysis import cluster
from burdenshare.analysis.cluster import Cluster, ClusterError, versions


class Client:
    """What is asked of a client of Dask before any work."""

    def __init__(self, found):
        self.found = found
        self.is_closed = False

    def run(self, function, on_error):
        assert function is versions
        assert on_error == "return"
        return self.found

    def close(self):
        self.is_closed = True


def reached(monkeypatch, found):
    client = Client(found)
    module = type("distributed", (), {"Client": lambda *_, **__: client})
    monkeypatch.setattr(cluster, "_distributed", lambda: module)
    return client


def test_workers_of_the_same_versions_will_do(monkeypatch):
    reached(monkeypatch, {"tcp://a": versions(), "tcp://b": versions()})
    assert Cluster.at("tcp://127.0.0.1:1").client.found


def test_other_versions_are_named_worker_by_worker(monkeypatch):
    old = {**versions(), "numpy": "1.0.0"}
    client = reached(monkeypatch, {"tcp://a": versions(), "tcp://b": old})
    with pytest.raises(ClusterError, match=r"1 of 2 workers .*\n.*tcp://b has numpy 1\.0\.0\n"):
        Cluster.at("tcp://127.0.0.1:1")
    assert client.is_closed


def test_a_worker_without_the_package_is_named(monkeypatch):
    reached(monkeypatch, {"tcp://a": ModuleNotFoundError("No module named 'burdenshare'")})
    with pytest.raises(ClusterError, match="tcp://a has burdenshare no version"):
        Cluster.at("tcp://127.0.0.1:1")


def test_a_cluster_without_workers_is_no_use(monkeypatch):
    reached(monkeypatch, {})
    with pytest.raises(ClusterError, match="no workers"):
        Cluster.at("tcp://127.0.0.1:1")


def test_no_address_is_told(monkeypatch):
    reached(monkeypatch, {})
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    with pytest.raises(ClusterError, match="--address"):
        Cluster.at(None)
