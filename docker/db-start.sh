#!/bin/sh
# The database container: make the cluster once, keep the site's password as the environment
# gives it, then serve. Runs as the user postgres, never as root.
set -eu
: "${GANDAN_DB_PASSWORD:?set GANDAN_DB_PASSWORD}"

# Only a finished cluster gets the real name: an interrupted start begins anew.
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA.new"
    initdb --pgdata="$PGDATA.new" --username=postgres --encoding=UTF8 --locale=C.UTF-8 \
        --data-checksums --auth-local=peer --auth-host=scram-sha-256 >/dev/null
    cat >>"$PGDATA.new/postgresql.conf" <<'CONF'
listen_addresses = '*'
shared_buffers = 256MB
random_page_cost = 1.1
jit = off
timezone = 'Asia/Ho_Chi_Minh'
log_timezone = 'Asia/Ho_Chi_Minh'
CONF
    echo 'host gandan gandan all scram-sha-256' >>"$PGDATA.new/pg_hba.conf"
    mv "$PGDATA.new" "$PGDATA"
fi

# On the socket only, so that nobody connects before the roles and extensions are right.
# No other server runs in this container, so a pid file left by a crash means nothing.
rm -f "$PGDATA/postmaster.pid"
pg_ctl start --pgdata="$PGDATA" --wait --silent --options="-c listen_addresses=''" >/dev/null
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=password="$GANDAN_DB_PASSWORD" \
    --dbname=postgres --file=/usr/local/share/gandan/db-init.sql
pg_ctl stop --pgdata="$PGDATA" --wait --silent --mode=fast

exec postgres -D "$PGDATA"
