#!/bin/sh
# Records the console streams of the services, as test data: ./record.sh [SERVICE-ARM...], all of them if none is named.
# SERVICE-ARM-again is another run of it: two of one service must compare equal.
# Each goes to DIR/SERVICE-ARM.updates.gz; DIR is the tests' own, unless RECORD_TO says another. See README.md for the format.
set -eu
cd "$(dirname "$0")"
to=${RECORD_TO:-../../tokio/src/test/resources/streams}
seconds() {
    case $1 in hang-kept) echo "${RECORD_SECONDS:-18}" ;; slow-buggy) echo "${RECORD_SECONDS:-20}" ;; timers-fixed) echo "${RECORD_SECONDS:-6}" ;; *) echo "${RECORD_SECONDS:-10}" ;; esac
}
TRIES=8
port=${ROUSE_CONSOLE_PORT:-$((20000 + $$ % 10000))}

[ $# -gt 0 ] || set -- $(./run.sh --list) slow-fixed-again
mkdir -p "$to"
PATH=$PATH:$HOME/.cargo/bin
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
cargo build --locked --bin rouse-tokio-recorder
for name in "$@"; do
    ./run.sh --build "${name%-again}"
done
# A buggy arm that was lucky, or a fixed one on a machine too busy to be told from a buggy one, is no test data.
expected() {
    case $1 in *-fixed | *-innocent) echo "not reproduced" ;; *) echo "reproduced" ;; esac
}

record() {
    ./run.sh "$1" --console-port "$port" --seconds "$(seconds "$1")" > "$said" &
    service=$!
    cargo run --quiet --locked --bin rouse-tokio-recorder -- "http://127.0.0.1:$port" $(($(seconds "$1") + 10)) > "$stream"
    wait $service
    tail -n 1 "$said"
    tail -n 1 "$said" | grep -q "^$(expected "$1"):"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
said=$work/said stream=$work/stream
for name in "$@"; do
    echo "$name"
    tries=$TRIES
    until record "${name%-again}"; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { echo "record.sh: $name did not do as it should in $TRIES runs" >&2; exit 1; }
    done
    gzip -9 -n < "$stream" > "$to/$name.updates.gz"
    echo "$(wc -c < "$to/$name.updates.gz") bytes"
done
