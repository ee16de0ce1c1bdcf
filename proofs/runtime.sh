#!/bin/sh
# What our runtime costs beside its peers; prints the tables of docs/benchmarks.md.
#   proofs/runtime.sh tasks [ROUNDS]   a poll, a wake, a spawn, a message, a sleeping task: 5 rounds of some 1.5 minutes
#   proofs/runtime.sh echo [ROUNDS]    TCP and TLS echo: 5 rounds of some 2.5 minutes
# JAVA_HOME says on which JDK; virtual threads need 21 or later. Tokio is measured where cargo is found.
set -eu

what=${1:-tasks}
rounds=${2:-5}
cd -- "$(dirname -- "$0")/.."
root=$(pwd -P)
./mvnw -q -B -ntp -Pproofs -pl proofs -am -DskipTests -Dspotless.check.skip package >&2

tokio=-
if command -v cargo >/dev/null 2>&1; then
    cargo build --release --quiet --manifest-path proofs/src/main/rust/Cargo.toml --target-dir proofs/target/rust >&2 &&
        tokio=$root/proofs/target/rust/release/tokio-subject
else
    echo "no cargo: Tokio's column is left out" >&2
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath="$root/proofs/target/rouse-proofs.jar:$root/proofs/target/lib/*"
case $what in
    tasks) exec "$java" -cp "$classpath" dev.rouse.proofs.runtime.RuntimeBenchmark "$rounds" "$classpath" "$tokio" ;;
    echo) exec "$java" -cp "$classpath" dev.rouse.proofs.echo.EchoBenchmark "$rounds" 8 "$classpath" "$tokio" ;;
    *)
        echo "there are 'tasks' and 'echo', not '$what'" >&2
        exit 2
        ;;
esac
