#!/bin/sh
# Makes the databases of the Temporal server, or brings them up to its version. Run it again with each new version.
set -eu
sql() { temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p 5432 -u "$POSTGRES_USER" --db "$@"; }
for kind in temporal visibility; do
  name=temporal
  [ "$kind" = visibility ] && name=temporal_visibility
  sql "$name" create || true
  sql "$name" setup-schema -v 0.0 || true
  sql "$name" update-schema -d "/etc/temporal/schema/postgresql/v12/$kind/versioned"
done
