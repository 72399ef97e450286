"""Packs the dashboard for Superset's import, with the address of one published file in it."""

import argparse
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent / "account360_dashboard"
PLACEHOLDER = "/REPLACED/BY/bundle.py"


def main() -> None:
    """Write the ZIP file that `superset import-dashboards` and the import dialogue take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path, help="the published account360.duckdb, as Superset's server sees it")
    parser.add_argument("--to", type=Path, default=Path("account360_dashboard.zip"), help="the ZIP file to write")
    arguments = parser.parse_args()
    # The link stays as it is: what it points to changes with every publication.
    database = arguments.database.expanduser().absolute()
    if not database.is_file():
        parser.error(f"{database} is no file; name the account360.duckdb of a home's published/ folder")
    write_bundle(database, arguments.to)
    print(f"{arguments.to} is ready: superset import-dashboards --path {arguments.to} --username admin")


def write_bundle(database: Path, target: Path) -> None:
    """Pack every file of the dashboard, the database's address filled in."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for file in sorted(FOLDER.rglob("*.yaml")):
            text = file.read_text(encoding="utf-8").replace(PLACEHOLDER, database.as_posix())
            bundle.writestr(f"{FOLDER.name}/{file.relative_to(FOLDER).as_posix()}", text)


if __name__ == "__main__":
    main()
