"""Fetching MNIST, from a server on this machine: checked, cancelled, refused; never the network."""

import gzip
import hashlib
import io
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from simulator.core import download
from simulator.core.download import File, fetch_mnist
from simulator.core.errors import InputError
from tests.mnist import FOLDER, needs_mnist

CONTENTS = {"a.gz": bytes(range(256)) * 4000, "b.gz": b"labels"}
SENT = {name: gzip.compress(content, 0, mtime=0) for name, content in CONTENTS.items()}
FILES = tuple(
    File(name, len(SENT[name]), len(content), hashlib.sha256(content).hexdigest())
    for name, content in CONTENTS.items()
)


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.rpartition("/")[2]
        self.server.asked.append(self.path)
        body = self.server.sent.get(name)
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(monkeypatch):
    """A mirror on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        server.sent, server.asked = dict(SENT), []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setattr(download, "MIRRORS", (f"{address}/one/", f"{address}/two/"))
        yield server
        server.shutdown()
        thread.join()


def fetched(folder, opener=download.open_url, files=FILES):
    """The shares that were told, and the folder that came back."""
    work, shares = fetch_mnist(folder, opener, files), []
    while True:
        try:
            shares.append(next(work))
        except StopIteration as end:
            return shares, end.value


def refusal(folder, opener=download.open_url) -> str:
    with pytest.raises(InputError) as error:
        fetched(folder, opener)
    assert not list(folder.iterdir()), "something was left behind"
    return str(error.value)


def sending(body: bytes):
    """An opener that gives the same to whoever asks."""
    return lambda address: io.BytesIO(body)


def failing(error: Exception):
    def opener(address):
        raise error

    return opener


# ---- what works ----


def test_files_are_put_into_the_folder(server, tmp_path):
    _, folder = fetched(tmp_path / "mnist")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == SENT


def test_the_share_done_grows_to_one(server, tmp_path):
    shares, _ = fetched(tmp_path)
    assert shares == sorted(shares)
    assert len(shares) > 10
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_what_is_there_and_right_is_not_fetched_again(server, tmp_path):
    fetched(tmp_path)
    (tmp_path / "b.gz").write_bytes(b"spoilt")
    server.asked.clear()
    fetched(tmp_path)
    assert server.asked == ["/one/b.gz"]


def test_the_second_mirror_is_asked_when_the_first_fails(server, tmp_path):
    def opener(address):
        if "/one/" in address:
            raise urllib.error.URLError(OSError("refused"))
        return urllib.request.urlopen(address)

    fetched(tmp_path, opener)
    assert server.asked == ["/two/a.gz", "/two/b.gz"]


def test_one_who_cancels_finds_nothing_left_behind(server, tmp_path):
    work = fetch_mnist(tmp_path, files=FILES)
    while next(work) < 0.3:
        pass
    assert list(tmp_path.iterdir())
    work.close()
    assert not list(tmp_path.iterdir())


def test_one_can_cancel_while_the_network_is_silent(tmp_path):
    is_over = threading.Event()

    @contextmanager
    def opener(address):
        is_over.wait(10)
        yield io.BytesIO()

    work = fetch_mnist(tmp_path, opener, FILES)
    assert [next(work) for _ in range(3)] == [0.0, 0.0, 0.0]
    work.close()
    is_over.set()
    assert not list(tmp_path.iterdir())


@needs_mnist
def test_the_published_files_are_right():
    for file in download.MNIST:
        assert download.is_right(FOLDER / file.name, file)


def test_addresses_are_secure():
    assert all(mirror.startswith("https://") for mirror in download.MIRRORS)


def test_it_goes_to_the_folder_of_the_user(monkeypatch, tmp_path):
    monkeypatch.setenv("REVERIE_HOME", str(tmp_path))
    assert download.mnist_dir() == tmp_path / "data" / "mnist"


# ---- what does not ----


def test_no_network_is_said(tmp_path):
    said = refusal(tmp_path, failing(urllib.error.URLError(OSError(101, "Network is unreachable"))))
    assert "a.gz could not be fetched: no network, or " in said
    assert "(Network is unreachable)" in said


def test_a_silent_server_is_said(tmp_path):
    assert "can't be reached (timed out)" in refusal(tmp_path, failing(TimeoutError("timed out")))


def test_an_answer_other_than_the_file_is_said(server, tmp_path):
    server.sent.clear()
    assert "127.0.0.1" in (said := refusal(tmp_path))
    assert "answered 404 Not Found" in said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (gzip.compress(b"other", mtime=0), "another checksum"),
        (SENT["a.gz"][:5000], "the connection ended before the file did"),
        (b"", "the connection ended before the file did"),
        (b"<html>Log in to this network</html>", "can't be unpacked"),
        (gzip.compress(bytes(10**8), mtime=0), "can't be unpacked"),
        (SENT["a.gz"] + bytes(2 * len(SENT["a.gz"])), "more arrived than the published file has"),
    ],
)
def test_another_file_than_the_published_one_is_refused(tmp_path, body, said):
    assert said in refusal(tmp_path, sending(body))


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(download.os, "replace", full)
    assert "the disk is full" in refusal(tmp_path, sending(SENT["a.gz"]))


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="MNIST can't be put into"):
        fetched(tmp_path / "file" / "mnist")
