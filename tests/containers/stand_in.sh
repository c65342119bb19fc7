#!/bin/sh
# Speaks the part of the official images' interface that docker/compose.yaml uses.
set -eu
case "${1:-}" in
  postgres)
    bin=$(ls -d /usr/lib/postgresql/*/bin)
    data=/var/lib/postgresql/data
    chown postgres "$data" && chmod 700 "$data"
    if [ ! -f "$data/PG_VERSION" ]; then
      password=$(mktemp) && cat "$POSTGRES_PASSWORD_FILE" > "$password" && chown postgres "$password"
      su postgres -c "$bin/initdb -D $data -U $POSTGRES_USER --pwfile=$password -A scram-sha-256 --no-sync > /dev/null"
      echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
      rm "$password"
      su postgres -c "$bin/pg_ctl -D $data -w -o '-c listen_addresses= -c unix_socket_directories=/tmp' start > /dev/null"
      PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") createdb -h /tmp -U "$POSTGRES_USER" "$POSTGRES_DB"
      su postgres -c "$bin/pg_ctl -D $data -w stop > /dev/null"
    fi
    exec su postgres -c "exec $bin/postgres -D $data -c listen_addresses=* -c unix_socket_directories=/tmp"
    ;;
  redis) exec redis-server /run/secrets/redis.conf --bind 0.0.0.0 --save "" --dir /tmp ;;
  mail) exec /usr/bin/python3 -m aiosmtpd -n -l 0.0.0.0:1025 -c aiosmtpd.handlers.Mailbox /tmp/mails ;;
  *) exec "$@" ;;
esac
