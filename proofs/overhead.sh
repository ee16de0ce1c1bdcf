#!/bin/sh
# What the agent costs: builds what is needed, measures, prints the tables of docs/benchmarks.md.
#   proofs/overhead.sh [--rounds 12] [--seconds 8] [--warmup 6] [--jdk 17|25|all] [--only http,hooks,toggle,visits,jmh,virtual]
set -eu

cd -- "$(dirname -- "$0")/.."
root=$(pwd -P)
./mvnw -q -B -ntp -Pproofs -pl agent,proofs -am -DskipTests -Dspotless.check.skip package >&2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -cp "$root/proofs/target/rouse-proofs.jar:$root/proofs/target/lib/*" dev.rouse.proofs.overhead.Overhead \
    --proofs "$root/proofs/target" --agent "$root/agent/target/rouse-agent.jar" "$@"
