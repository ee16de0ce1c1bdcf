#!/bin/sh
# What the console costs a service, beside Rouse reading it: ./overhead.sh [ROUNDS] [SECONDS], 5 rounds of 5 s if not told otherwise.
# The arms run by turns, each in a process of its own; printed are the medians, and the lowest and the highest.
set -eu
cd "$(dirname "$0")"
rounds=${1:-5} seconds=${2:-5}
port=${ROUSE_CONSOLE_PORT:-$((20000 + $$ % 10000))}
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
PATH=$PATH:$HOME/.cargo/bin
command -v cargo > /dev/null || { echo "overhead.sh: needs cargo and a C compiler: see https://rustup.rs" >&2; exit 2; }
cargo build --quiet --release --locked --bin overhead
service=target/release/overhead
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() {
    arm=$1
    shift
    $service --seconds "$seconds" "$@" >> "$work/$arm"
}

watched() {
    run watched --console "$port" &
    service_is=$!
    sleep 1 # the console begins to listen
    ../../rouse tokio "http://127.0.0.1:$port" --for "$((seconds + 2))s" > "$work/report" 2>&1 || true
    wait $service_is
}

round=0
while [ $round -lt "$rounds" ]; do
    run without
    run served --console "$port"
    watched
    run tasks-only --console "$port" --tasks-only
    TOKIO_CONSOLE_RETENTION=1s run short-retention --console "$port"
    run small-histograms --console "$port" --small-histograms
    TOKIO_CONSOLE_BUFFER_CAPACITY=1024 run small-buffer --console "$port"
    TOKIO_CONSOLE_PUBLISH_INTERVAL=100ms run short-interval --console "$port"
    TOKIO_CONSOLE_RETENTION=1s TOKIO_CONSOLE_BUFFER_CAPACITY=1024 run all-three --console "$port" --small-histograms
    run without-again
    round=$((round + 1))
done

# The figures of a column, in order: the lowest, the median and the highest.
spread() {
    awk -v column="$2" '{ print $column }' "$work/$1" | sort -n | awk '{ all[NR] = $1 } END { print all[1], all[int((NR + 1) / 2)], all[NR] }'
}

echo "| arm | CPU a request | to none | requests a second | resident |"
echo "| --- | --- | --- | --- | --- |"
base=$(spread without 1 | cut -d ' ' -f 2)
for arm in without without-again served watched tasks-only short-retention short-interval small-buffer small-histograms all-three; do
    set -- $(spread $arm 1) $(spread $arm 5) $(spread $arm 9)
    echo "| $arm | $2 us ($1 to $3) | $(awk -v a="$2" -v b="$base" 'BEGIN { printf "%.2f", a / b }') | $5 ($4 to $6) | $8 MB ($7 to $9) |"
done
