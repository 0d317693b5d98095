"""Imports point down the layers, and light commands load nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "tqcheck"
LAYERS = (
    {"document", "report", "errors", "atomic"},
    {"config", "readers", "segment", "fullstop", "language", "languages", "cognates", "align", "function_words"}
    | {"inflection"},
    {"engines", "cache", "fidelity", "checks", "rules", "origin", "suppression", "baseline", "fixes"},
    {"case", "guess", "judging", "checker", "assembly", "policy"},
    {"render"},
    {"training", "batch", "service", "evaluation"},
    {"cli", "wagtail", "__main__"},
)
HEAVY = ("torch", "transformers", "ctranslate2", "sacrebleu", "langdetect", "sentencepiece", "numpy", "translate")


def layer(name: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if name in names)


def ours(path: Path) -> set[str]:
    """The modules or sub-packages of tqcheck that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "tqcheck":
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("tqcheck.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_nothing_above_its_layer(path: Path) -> None:
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if name == "__init__":
        assert not ours(path)
        return
    above = {other for other in ours(path) if layer(other) > layer(name)}
    assert not above


def test_every_module_has_a_layer() -> None:
    names = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")} - {"__init__"}
    assert names <= set().union(*LAYERS)


@pytest.mark.parametrize("code", ["import tqcheck", "from tqcheck.cli import main; main(['--help'])"])
def test_a_light_start_loads_nothing_heavy(code: str) -> None:
    check = f"{code}; import sys; print('loaded:', *sorted(set(sys.modules) & set({HEAVY!r})))"
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize(("importer", "name"), [("language.py", "langdetect"), ("fidelity/surface.py", "sacrebleu")])
def test_a_package_with_one_importer_has_no_other(importer: str, name: str) -> None:
    users = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == name)
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == name for alias in node.names))
    }
    assert users == {importer} or (name == "sacrebleu" and users - {importer} <= {"training/trainer.py"})
