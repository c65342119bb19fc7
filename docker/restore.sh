#!/usr/bin/env bash
# What backup.sh kept, into an empty CMR_HOME (and an empty CMR_LAKE where that is a bucket): restore.sh FOLDER
set -euo pipefail
umask 077
folder=${1:?usage: restore.sh FOLDER}
home=${CMR_HOME:?set CMR_HOME}
airflow=${AIRFLOW_HOME:-$home/airflow}
(cd "$folder" && sha256sum --check --quiet SHA256SUMS)
mkdir -p "$home"
[ ! -e "$home/lake" ] && [ ! -e "$home/warehouse.duckdb" ] || { echo "$home holds data already" >&2; exit 2; }
tar --extract --file "$folder/home.tar" --directory "$home"
[ ! -f "$folder/mail.db" ] || cp "$folder/mail.db" "$home/mail.db"
if [ -f "$folder/airflow.db" ]; then mkdir -p "$airflow" && cp "$folder/airflow.db" "$airflow/airflow.db"; fi
if [ -d "$folder/lake" ]; then
  python -c 'import fsspec, sys; fs, path = fsspec.core.url_to_fs(sys.argv[2]); fs.put(sys.argv[1] + "/", path + "/", recursive=True)' \
    "$folder/lake" "${CMR_LAKE:?the backup holds a lake of a bucket: set CMR_LAKE}"
fi
echo "restored into $home"
