/**
 * Applications in the gateway: a jar in its {@code extensions} folder is asked who may connect, and
 * told of events and of sockets that come and go. It acts on the sockets of the whole fleet,
 * whichever gateway holds them.
 *
 * <p>Everything here is asynchronous: a handler returns a {@link
 * java.util.concurrent.CompletionStage}, for which the gateway waits as long as its time limit is.
 * The package depends on nothing but the JDK; its version follows Semantic Versioning.
 */
@NullMarked
package io.wsfleet.handlers;

import org.jspecify.annotations.NullMarked;
