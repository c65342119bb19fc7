"""`make audit`: what its tools said, and above all when they could not say anything."""

import json
import subprocess

import pytest

from transforms.operate import supply_chain

KNOWN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {
    "name": "b",
    "skip_reason": "Dependency not found on PyPI and could not be audited: b (1)",
}
LOOKED_THROUGH = "c0ffee"
HOLE = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "status"),
    [
        ([KNOWN] * 10, supply_chain.FINE),
        ([SKIPPED] * 10, supply_chain.UNKNOWN),
        ([KNOWN] * 5 + [SKIPPED] * 5, supply_chain.UNKNOWN),
        ([KNOWN] * 9 + [SKIPPED], supply_chain.FINE),
        ([KNOWN] * 9 + [HOLE], supply_chain.FOUND),
        ([SKIPPED] * 9 + [HOLE], supply_chain.FOUND),
        ([], supply_chain.UNKNOWN),
    ],
)
def test_a_service_that_knows_too_few_packages_gives_no_clean_bill(packages, status):
    assert supply_chain.vulnerabilities(json.dumps({"dependencies": packages}), "").status == status


@pytest.mark.parametrize("report", ["", "not json", "[]", "{}"])
def test_a_service_that_cannot_be_reached_is_said(report):
    finding = supply_chain.vulnerabilities(report, "Traceback\nConnectionError: no such host")
    assert finding.status == supply_chain.UNKNOWN
    assert "no such host" in finding.lines[0]


@pytest.mark.parametrize(
    ("name", "licence", "status"),
    [
        ("one", "MIT", supply_chain.FINE),
        ("one", "Apache-2.0 OR BSD-2-Clause", supply_chain.FINE),
        ("one", "GPL-3.0", supply_chain.FOUND),
        ("one", "AGPL-3.0; MIT License", supply_chain.FOUND),
        ("one", "UNKNOWN", supply_chain.FOUND),
        ("one", "All rights reserved", supply_chain.FOUND),
        ("psycopg", "LGPL-3.0-only", supply_chain.FINE),
    ],
)
def test_a_licence_that_nobody_accepted_is_a_finding(name, licence, status):
    assert (
        supply_chain.licences(
            json.dumps([{"Name": name, "Version": "1", "License": licence}])
        ).status
        == status
    )


def test_a_tool_that_breaks_is_not_a_clean_bill(tmp_path):
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
    tool.chmod(0o700)
    finding = supply_chain._check(
        tmp_path / "out.json", [tool], supply_chain._alone(supply_chain.bill)
    )
    assert (finding.status, finding.lines) == (supply_chain.UNKNOWN, ("broken",))


@pytest.mark.parametrize(
    ("hashed", "status"),
    [(LOOKED_THROUGH, supply_chain.FINE), ("new", supply_chain.FOUND)],
)
def test_a_secret_that_was_looked_through_stays_so_when_its_file_moves(
    tmp_path, monkeypatch, hashed, status
):
    results = {"moved.py": [{"hashed_secret": hashed, "type": "Keyword", "line_number": 1}]}
    known = {"was.py": [{"hashed_secret": LOOKED_THROUGH}]}
    (tmp_path / ".secrets.baseline").write_text(json.dumps({"results": known}))
    (tmp_path / "moved.py").touch()
    (tmp_path / "found.json").write_text(json.dumps({"results": results}))
    tool = tmp_path / "detect-secrets"
    tool.write_text("#!/bin/sh\ncat found.json\n")
    tool.chmod(0o700)
    for command in (["init", "--quiet"], ["add", "moved.py"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.setattr(supply_chain, "PROJECT", tmp_path)
    assert supply_chain.secrets(supply_chain.new_secrets(tmp_path)).status == status
