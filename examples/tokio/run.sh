#!/bin/sh
# Builds a service if need be, and runs it: ./run.sh SERVICE-ARM [OPTION...], where the options are the service's own.
# ./run.sh --build SERVICE-ARM builds it and no more; ./run.sh --list names them all.
set -eu
cd "$(dirname "$0")"
# Either would take the place of what .cargo/config.toml says.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

list() {
    echo "hang-buggy hang-kept hang-fixed slow-buggy slow-fixed burn-buggy burn-fixed"
    echo "lints-missed lints-innocent"
    echo "close-notify-buggy close-notify-fixed shared-buggy shared-fixed timers-buggy timers-fixed unicycle-buggy unicycle-fixed"
}

die() {
    echo "run.sh: $*" >&2
    exit 2
}

do=run
case ${1:-} in
    --list) list; exit ;;
    --build) do=build; shift ;;
esac
name=${1:-}
[ -n "$name" ] || die "wants a service and its arm, one of: $(list | tr '\n' ' ')"
case " $(list | tr '\n' ' ') " in *" $name "*) shift ;; *) die "no service is called '$name': there are $(list | tr '\n' ' ')" ;; esac
PATH=$PATH:$HOME/.cargo/bin
command -v cargo > /dev/null || die "needs cargo and a C compiler, and found no cargo on PATH: see https://rustup.rs"

# At its usual 250 ms these services' console would be seconds behind thousands of timers a second, or show no waker that
# is let go of within 20 ms.
case $name in timers-*) interval=25ms ;; slow-*) interval=50ms ;; *) interval=250ms ;; esac
TOKIO_CONSOLE_PUBLISH_INTERVAL=${TOKIO_CONSOLE_PUBLISH_INTERVAL:-$interval}
export TOKIO_CONSOLE_PUBLISH_INTERVAL

arm=${name##*-}
case $name in
    hang-* | slow-* | burn-* | lints-*)
        manifest=Cargo.toml binary=${name%-*}
        case $arm in
            fixed) set -- --fixed "$@" ;;
            innocent) set -- --innocent "$@" ;;
            kept) set -- --keep-waker "$@" ;;
        esac
        ;;
    *) manifest=pinned/$arm/Cargo.toml binary=$name ;;
esac
[ $do = run ] || exec cargo build --locked --manifest-path "$manifest" --bin "$binary"
exec cargo run --quiet --locked --manifest-path "$manifest" --bin "$binary" -- "$@"
