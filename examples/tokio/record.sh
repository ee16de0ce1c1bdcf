#!/bin/sh
# Records the console streams of the services, as test data: ./record.sh [SERVICE-ARM...], all of them if none is named.
# Each goes to DIR/SERVICE-ARM.updates.gz; DIR is the tests' own, unless RECORD_TO says another. See README.md for the format.
set -eu
cd "$(dirname "$0")"
to=${RECORD_TO:-../../tokio/src/test/resources/streams}
seconds=${RECORD_SECONDS:-10}
port=${ROUSE_CONSOLE_PORT:-$((20000 + $$ % 10000))}

[ $# -gt 0 ] || set -- $(./run.sh --list)
mkdir -p "$to"
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
cargo build --locked --bin rouse-tokio-recorder
for name in "$@"; do
    ./run.sh --build "$name"
done
for name in "$@"; do
    echo "$name"
    ./run.sh "$name" --console-port "$port" --seconds "$seconds" &
    service=$!
    cargo run --quiet --locked --bin rouse-tokio-recorder -- "http://127.0.0.1:$port" $((seconds + 10)) > "$to/$name.updates"
    wait $service
    gzip -9 -n -f "$to/$name.updates"
    wc -c < "$to/$name.updates.gz"
done
