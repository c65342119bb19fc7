"""`make audit`: what its tools said, and above all when they could not say anything."""

import json

import pytest

from transforms.commands import audit

KNOWN = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found on PyPI and could not be audited: b (1)"}
HOLE = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "status"),
    [
        ([KNOWN] * 10, audit.FINE),
        ([SKIPPED] * 10, audit.UNKNOWN),
        ([KNOWN] * 5 + [SKIPPED] * 5, audit.UNKNOWN),
        ([KNOWN] * 9 + [SKIPPED], audit.FINE),
        ([KNOWN] * 9 + [HOLE], audit.FOUND),
        ([SKIPPED] * 9 + [HOLE], audit.FOUND),
        ([], audit.UNKNOWN),
    ],
)
def test_a_service_that_knows_too_few_packages_gives_no_clean_bill(packages, status):
    assert audit.vulnerabilities(json.dumps({"dependencies": packages}), "").status == status


@pytest.mark.parametrize("report", ["", "not json", "[]", "{}"])
def test_a_service_that_cannot_be_reached_is_said(report):
    finding = audit.vulnerabilities(report, "Traceback\nConnectionError: no such host")
    assert finding.status == audit.UNKNOWN
    assert "no such host" in finding.lines[0]


@pytest.mark.parametrize(
    ("name", "licence", "status"),
    [
        ("one", "MIT", audit.FINE),
        ("one", "Apache-2.0 OR BSD-2-Clause", audit.FINE),
        ("one", "GPL-3.0", audit.FOUND),
        ("one", "AGPL-3.0; MIT License", audit.FOUND),
        ("one", "UNKNOWN", audit.FOUND),
        ("one", "All rights reserved", audit.FOUND),
        ("psycopg", "LGPL-3.0-only", audit.FINE),
    ],
)
def test_a_licence_that_nobody_accepted_is_a_finding(name, licence, status):
    assert audit.licences(json.dumps([{"Name": name, "Version": "1", "License": licence}])).status == status


def test_a_tool_that_breaks_is_not_a_clean_bill(tmp_path):
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\necho broken >&2\nexit 1\n")
    tool.chmod(0o700)
    finding = audit._check(tmp_path / "out.json", [tool], audit._alone(audit.bill))
    assert (finding.status, finding.lines) == (audit.UNKNOWN, ("broken",))
