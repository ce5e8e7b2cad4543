"""The page is written whole and always the same, or what is wrong is said and nothing is left behind."""

import subprocess
import sys

import pytest

from outcomelab.encode_page.write import page, write_page
from outcomelab.errors import UsageError


def test_the_page_is_one_file_and_always_the_same(tmp_path):
    write_page(tmp_path / "a.html", "Fresh start 2026")
    write_page(tmp_path / "b.html", "Fresh start 2026")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_a_page_tells_its_project_and_its_hardening():
    text = page("Fresh start 2026", "diffused-5")
    assert "For the project Fresh start 2026" in text
    assert "the mixed filter (diffused-5)" in text


@pytest.mark.parametrize(
    ("out", "project", "hardening", "words"),
    [
        ("a.html", "", "salted", "plain, diffused-5"),
        ("a.html", " Fresh start\n", "plain", "A project's name"),
        ("a.txt", "", "plain", "end in .html"),
        ("/proc/no such folder/a.html", "", "plain", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path, out, project, hardening, words):
    with pytest.raises(UsageError, match=words):
        write_page(tmp_path / out, project, hardening)
    assert not list(tmp_path.iterdir())


def test_a_project_called_like_markup_is_shown_as_it_is_called():
    text = page("</script><b>&", "plain")
    assert "For the project &lt;/script&gt;&lt;b&gt;&amp;" in text
    assert text.count("</script>") == 1


def test_the_command_writes_it(tmp_path):
    out = tmp_path / "a.html"
    main = "from outcomelab.cli.main import main; main()"
    command = [sys.executable, "-c", main, "encode-page", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "a.html" in done.stdout
    assert out.stat().st_size > 50_000
