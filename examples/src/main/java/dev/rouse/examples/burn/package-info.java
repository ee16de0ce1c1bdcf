/**
 * A small TLS proxy that burns a processor for every client that closes with data still in flight, with a client that
 * shows it.
 *
 * <p>The {@link dev.rouse.examples.burn.Proxy} takes TLS off and passes the bytes on to a backend. The bug is in
 * {@link dev.rouse.examples.burn.ProxyTlsStream#pollRead}: it takes ciphertext that remains in its buffer for work that
 * remains, wakes its own task and comes back later. After the client's close_notify no ciphertext will ever be taken
 * again, so it comes back for ever. It is the mistake of tokio-rustls issue 72. The task is never late, no request
 * fails, nothing is logged: there is only a processor that has nothing left to give.
 *
 * <p>No request of a client that ends as it should gets there, since then nothing follows its close_notify. A client
 * that gives up an upload does: a record of the body follows its close_notify.
 */
@NullMarked
package dev.rouse.examples.burn;

import org.jspecify.annotations.NullMarked;
