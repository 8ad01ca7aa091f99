"""Finished pieces on disk: none lost, none counted twice, whatever is left of the file."""

import pytest

from burdenshare.analysis.checkpoints import Checkpoint, CheckpointError

JOB = {"case": "small", "draws": 100, "over": [["a", [1.0, 2.0]]]}


def kept(path, job=JOB):
    with Checkpoint(path, job) as checkpoint:
        return dict(zip(sorted(checkpoint.done), checkpoint.results(), strict=True))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "checkpoint.jsonl"
    with Checkpoint(path, JOB) as checkpoint:
        for piece in (2, 0, 3):
            checkpoint.add([piece], {"value": piece * 10})
    return path


def test_what_was_added_is_there(file):
    assert kept(file) == {0: {"value": 0}, 2: {"value": 20}, 3: {"value": 30}}


def test_a_file_cut_anywhere_gives_the_lines_that_are_whole(file):
    text = file.read_bytes()
    ends = [place + 1 for place, byte in enumerate(text) if byte == ord("\n")]
    for cut in range(ends[0], len(text)):
        file.write_bytes(text[:cut])
        # The last byte of a line is its end, without which its checksum holds as well.
        whole = sum(end - 1 <= cut for end in ends) - 1
        assert len(kept(file)) == whole, cut
        with Checkpoint(file, JOB) as checkpoint:
            checkpoint.add([7], "new")
        assert len(kept(file)) == whole + 1, cut
        assert kept(file)[7] == "new"


def test_a_line_that_was_damaged_is_done_again(file):
    text = file.read_bytes()
    place = text.index(b'"value":0')
    file.write_bytes(text[: place + 8] + b"9" + text[place + 9 :])
    assert sorted(kept(file)) == [2, 3]


def test_a_piece_counts_once(file):
    with Checkpoint(file, JOB) as checkpoint, pytest.raises(CheckpointError, match="already"):
        checkpoint.add([3], {})
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines) + lines[1])
    assert len(kept(file)) == 3


def test_all_pieces_can_be_put_into_one(file):
    with Checkpoint(file, JOB) as checkpoint:
        checkpoint.replace([0, 1, 2, 3], "all")
    with Checkpoint(file, JOB) as checkpoint:
        assert checkpoint.done == {0, 1, 2, 3}
        assert list(checkpoint.results()) == ["all"]


def test_another_job_is_told_apart(file):
    with pytest.raises(CheckpointError, match=r"draws: 100 there, 200 here.*\n.*--restart"):
        Checkpoint(file, {**JOB, "draws": 200})


def test_a_file_of_another_kind_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a checkpoint\n")
    with pytest.raises(CheckpointError, match="no file of finished pieces"):
        Checkpoint(path, JOB)
    assert path.read_text() == "not a checkpoint\n"


def test_two_at_a_time_are_refused(file):
    with Checkpoint(file, JOB), pytest.raises(CheckpointError, match="in use"):
        Checkpoint(file, JOB)
    assert len(kept(file)) == 3
