"""Tables of human judgements: columns by name, directions, labels, spans, and what is left out."""

import gzip
from pathlib import Path

import pytest

from tqcheck.document import Span
from tqcheck.errors import ReadError, TqcheckError, UsageError
from tqcheck.evaluation.judgements import Wanted, read


def write(folder: Path, text: str, name: str = "judged.tsv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_are_found_by_their_usual_names(tmp_path: Path) -> None:
    path = write(tmp_path, "System\tSrc\tMT Output\tHTER\nA\tUn pont\tA bridge\t0,25\nB\tUn pont\tA pontoon\t.5\n")
    found = read(path, Wanted())
    assert found.columns == {"source": "Src", "translation": "MT Output", "score": "HTER", "system": "System"}
    assert found.lower_is_better
    assert [(row.row, row.score, row.human, row.system) for row in found.rows] == [
        (2, 0.25, -0.25, "A"),
        (3, 0.5, -0.5, "B"),
    ]
    assert found.rows[0].group == found.rows[1].group


def test_columns_can_be_named_or_numbered_and_the_sense_given(tmp_path: Path) -> None:
    text = "a;b;c;d\nUn pont;A bridge;7;x\nUn port;A harbour;3;x\n"
    path = write(tmp_path, text, "judged.csv")
    found = read(path, Wanted("a", "2", "C", group="d", lower_is_better=True))
    assert [row.human for row in found.rows] == [-7, -3]
    assert {row.group for row in found.rows} == {"x"}
    with pytest.raises(UsageError, match=r"has no column 'e' \(--score-column\); there are a, b, c, d"):
        read(path, Wanted("a", "b", "e"))
    with pytest.raises(UsageError, match="which column holds the human score"):
        read(path, Wanted("a", "b"))


def test_labels_count_and_sums_can_be_divided_by_words(tmp_path: Path) -> None:
    path = write(tmp_path, "source\ttarget\tlabel\nUn pont\tA bridge\tGood\nUn port\tA pork of\tbad\n")
    found = read(path, Wanted())
    assert found.labelled
    assert [row.human for row in found.rows] == [1, 0]
    path = write(tmp_path, "source\ttarget\tpenalty\nUn port\tA pork of\t6\n")
    assert read(path, Wanted(per_word=True)).rows[0].human == -2


def test_rows_that_cannot_be_used_are_counted_with_the_first(tmp_path: Path) -> None:
    good = "Un pont\tA bridge\t1\t\n"
    path = write(
        tmp_path,
        "source\ttranslation\tscore\tspans\n"
        + good
        + "\tA bridge\t1\n"
        + "Un pont\tA bridge\tn/a\n"
        + "Un pont\tA bridge\tinf\t[]\n"
        + f"{'x' * 20_001}\tA bridge\t1\t[]\n"
        + 'Un pont\tA bridge\t1\t"[[0, 99, ""a""]]"\n'
        + "Un pont\tA bridge\t1\t[[true, 2]]\n"
        + 'Un pont\tA bridge\t1\t"[{""start"": 2, ""end"": 8, ""severity"": ""major""}, [0, 1, ""x""]]"\n',
    )
    found = read(path, Wanted())
    assert [row.spans for row in found.rows] == [(), (Span(2, 8), Span(0, 1))]
    assert found.skipped == {
        "without a number or good/bad for a score": (2, 4),
        "with error spans that are no list of start and end in the translation": (2, 7),
        "without source or translation": (1, 3),
        "longer than 20,000 characters": (1, 6),
    }


def test_a_packed_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "judged.tsv.gz"
    path.write_bytes(gzip.compress(b"source\tmt\tscore\nUn pont\tA bridge\t1\n"))
    assert len(read(path, Wanted()).rows) == 1
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(ReadError, match="cannot be unpacked"):
        read(path, Wanted())


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqcheck.evaluation.judgements.LIMIT", 1_000_000)
    path = tmp_path / "judged.tsv.gz"
    path.write_bytes(gzip.compress(b"source\tmt\tscore\n" + b"a" * 2_000_000))
    assert path.stat().st_size < 10_000
    with pytest.raises(ReadError, match="larger than 1 MB"):
        read(path, Wanted())


def test_odd_cells_neither_break_the_table_nor_pass_for_judgements(tmp_path: Path) -> None:
    wide = "\t".join(["x"] * 50_000)
    path = write(
        tmp_path,
        "source\tmt\tscore\n"
        + f"Un pont\tA bridge\t1\t{wide}\n"
        + "Un pont\n"
        + "Un pont\tA bridge\t1e400\n"
        + "Un pont\tA bridge\t１\n"
        + "Un pont\tA bridge\t0x10\n"
        + "\u202eUn pont\tA\u0007 bridge\t-2\n",
    )
    found = read(path, Wanted())
    assert [row.score for row in found.rows][:1] == [1]
    assert found.rows[-1].source == "\u202eUn pont"
    assert sum(many for many, _ in found.skipped.values()) + len(found.rows) == 6


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"\x00\x01",
        b"source\tmt\tscore\n",
        b"one\ttwo\n",
        b"source\tmt\tscore\nx\t\t1\n",
        b"\xff\xfe\xfa",
        b"source\tmt\tscore\nUn pont\tA \xed\xa0\x80\t1\n",
    ],
)
def test_what_is_no_such_table_is_one_line(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "judged.tsv"
    path.write_bytes(data)
    with pytest.raises(TqcheckError) as caught:
        read(path, Wanted())
    assert "\n" not in str(caught.value)
    assert "judged.tsv" in str(caught.value)
