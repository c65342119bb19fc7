#!/usr/bin/env bash
# A backup of everything that cannot be made again: backup.sh FOLDER (new or empty). No night may run meanwhile.
# Reads CMR_HOME, CMR_LAKE, CMR_MAIL_DB and AIRFLOW_HOME as the product does; databases in PostgreSQL are dumped by
# pg_dump, which docs/operate.md shows.
set -euo pipefail
umask 077
folder=${1:?usage: backup.sh FOLDER}
home=${CMR_HOME:?set CMR_HOME}
airflow=${AIRFLOW_HOME:-$home/airflow}
mkdir -p "$folder"
[ -z "$(ls -A "$folder")" ] || { echo "$folder is not empty" >&2; exit 2; }

copy_sqlite() { # a whole copy even while somebody writes
  python - "$1" "$2" << 'PYTHON'
import sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as source, sqlite3.connect(sys.argv[2]) as target:
    source.backup(target)
PYTHON
}

# what the flow makes again by itself stays out: dbt's and dlt's working folders, logs, simulated files
tar --create --file "$folder/home.tar" --directory "$home" \
  --exclude=./dbt --exclude=./dlt --exclude=./tmp --exclude=./logs --exclude=./simulated --exclude=./tools \
  --exclude=./lake/damaged --exclude='*.damaged' --exclude='*.damaged.wal' --exclude=./airflow --exclude='./mail.db*' --exclude='./warehouse.duckdb.wal' .
[ ! -f "$home/mail.db" ] || copy_sqlite "$home/mail.db" "$folder/mail.db"
[ ! -f "$airflow/airflow.db" ] || copy_sqlite "$airflow/airflow.db" "$folder/airflow.db"
if [[ ${CMR_LAKE:-} == *://* ]]; then # a lake in a bucket
  python -c 'import fsspec, sys; fs, path = fsspec.core.url_to_fs(sys.argv[1]); fs.get(path + "/", sys.argv[2] + "/", recursive=True)' \
    "$CMR_LAKE" "$folder/lake"
fi
(cd "$folder" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + > SHA256SUMS)
du -sh "$folder"
