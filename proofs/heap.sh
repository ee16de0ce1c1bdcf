#!/bin/sh
# Our reader of heap dumps beside shark's: makes dumps of three sizes, reads each with both in turn, prints tables.
#   proofs/heap.sh [SIZES_IN_MB] [ROUNDS]   250,1000,4000 and 3 by default: some 20 minutes, 4 GB of disk at a time
# JAVA_HOME says on which JDK. The dumps lie in TMPDIR (/tmp) and are deleted.
set -eu

sizes=${1:-250,1000,4000}
rounds=${2:-3}
cd -- "$(dirname -- "$0")/.."
root=$(pwd -P)
./mvnw -q -B -ntp -Pproofs -pl proofs -am -DskipTests -Dspotless.check.skip package >&2

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath="$root/proofs/target/rouse-proofs.jar:$root/proofs/target/lib/*"
exec "$java" -cp "$classpath" dev.rouse.proofs.heap.HeapBenchmark "$sizes" "$rounds" "$classpath" "${TMPDIR:-/tmp}"
