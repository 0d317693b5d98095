"""Documents and lines that a git range touched."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tqcheck.batch.changes import changed, only
from tqcheck.batch.corpus import Choice, Item, find
from tqcheck.config import Config
from tqcheck.document import Document, Segment, Span
from tqcheck.errors import UsageError
from tqcheck.report import Finding, Judged, Language, Mode, Provenance, Report, Severity, Skipped, Verdict

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def git(*arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "-q")
    (tmp_path / "texts").mkdir()
    for name in ("same.txt", "été [1].txt", "binary.txt", "gone.txt"):
        (tmp_path / "texts" / name).write_text("One.\n\nTwo.\n\nThree.\n\nFour.\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    (tmp_path / "texts" / "été [1].txt").write_text(
        "@@ -1 +1 @@\n\nTwo.\n\nThree.\n\nMore.\nAnd more.\n", encoding="utf-8"
    )
    (tmp_path / "texts" / "binary.txt").write_bytes("One.\n".encode("utf-16"))
    (tmp_path / "texts" / "gone.txt").unlink()
    (tmp_path / "texts" / "unknown.txt").write_text("New.")
    return tmp_path


def test_documents_and_lines_are_those_of_the_diff(repository: Path) -> None:
    items = find(["texts"], Choice(), Path("reports"))
    found = changed(items, ["texts"], "HEAD")
    assert [(item.path, item.lines) for item in found] == [
        ("texts/binary.txt", None),
        ("texts/été [1].txt", ((1, 2), (7, 9))),
    ]


def test_a_range_is_as_good_as_a_commit(repository: Path) -> None:
    git("commit", "-qam", "second")
    found = changed(find(["texts"], Choice(), Path("reports")), ["texts"], "HEAD~1..HEAD")
    assert len(found) == 2
    assert changed(found, ["texts"], "HEAD") == []


@pytest.mark.parametrize("revision", ["nonsense", "--output=owned", " "])
def test_what_is_no_revision_is_wrong_use(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError):
        changed([Item("texts/same.txt")], ["texts"], revision)
    assert not (repository / "owned").exists()


def test_outside_a_repository_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="git says"):
        changed([], [str(tmp_path)], "HEAD")


TEXT = "One storm.\nTwo storms.\n\nThree storms,\nfour storms.\n"


def report(mode: Mode = Mode.RULES_ONLY) -> Report:
    document = Document.plain(TEXT)
    spans = [Span(0, 10), Span(11, 22), Span(24, 50)]
    findings = tuple(
        Finding("weather/storm", "style", Severity.WARNING, span, span.of(TEXT), "A storm.") for span in spans
    )
    segments = [Segment(n, 0, 0, 0, span, span.of(TEXT)) for n, span in enumerate(spans)]
    outcomes = (Judged(segments[0], "x", "x", 90.0), Skipped(segments[1], "Too long."), Judged(segments[2], "y"))
    return Report(
        document,
        Language("en", 1.0),
        mode,
        () if mode is Mode.RULES_ONLY else outcomes,
        findings,
        Verdict.REVIEW,
        Provenance("1", None),
    )


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (((1, 2),), ["One storm."]),
        (((3, 4),), []),
        (((5, 6),), ["Three storms,\nfour storms."]),
        (((2, 3), (4, 9)), ["Two storms.", "Three storms,\nfour storms."]),
        ((), []),
    ],
)
def test_findings_stay_on_changed_lines(lines: tuple[tuple[int, int], ...], left: list[str]) -> None:
    found = only(report(), lines, Config())
    assert [finding.quote for finding in found.findings] == left
    assert found.verdict is (Verdict.REVIEW if left else Verdict.PASS)


def test_what_could_not_be_judged_counts_where_it_was_changed() -> None:
    judged = report(Mode.ROUND_TRIP)
    assert only(judged, ((2, 3),), Config()).verdict is Verdict.UNDECIDED
    assert only(judged, ((1, 2),), Config()).verdict is Verdict.REVIEW
    untouched = only(judged, (), Config())
    assert (untouched.verdict, untouched.reason) == (Verdict.PASS, "No sentence was changed.")
    assert len(untouched.outcomes) == 3


def test_before_the_first_commit_everything_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git("init", "-q")
    Path("text.txt").write_text("One.\nTwo.\n")
    git("add", ".")
    assert changed([Item("text.txt")], ["text.txt"], "HEAD") == [Item("text.txt", lines=((1, 3),))]


def test_a_detached_head_is_a_commit_like_any_other(repository: Path) -> None:
    git("checkout", "-q", "--detach")
    (branch,) = Path(".git/refs/heads").iterdir()
    branch.unlink()
    assert len(changed(find(["texts"], Choice(), Path("reports")), ["texts"], "HEAD")) == 2
