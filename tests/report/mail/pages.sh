#!/usr/bin/env bash
# The pages of mails and site in a real browser. Installs one thing, axe-core from npm, under CMR_TEST_TOOLS (default:
# var/tools in the project), and nothing else on the machine; Chromium must be there already.
set -euo pipefail
cd "$(dirname "$0")/../../.."
version=4.14.1
tools="${CMR_TEST_TOOLS:-var/tools}/axe-core-$version"
if [ ! -f "$tools/node_modules/axe-core/axe.min.js" ]; then
  if ! command -v npm >/dev/null; then
    echo "skipped: npm is missing, so axe-core cannot be installed" && exit 0
  fi
  echo "Installing axe-core $version from npm into $tools"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$tools" "axe-core@$version"
fi
export CMR_AXE="$PWD/$tools/node_modules/axe-core/axe.min.js"
case "$tools" in /*) export CMR_AXE="$tools/node_modules/axe-core/axe.min.js" ;; esac
exec .venv/bin/python -m pytest tests/report/mail/test_pages.py tests/site/test_pages.py tests/site/test_keyboard.py -m pages "$@"
