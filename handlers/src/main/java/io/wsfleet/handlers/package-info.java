/**
 * The API for handlers: Java code of an application that runs in the gateway. Its entry point is
 * {@link io.wsfleet.handlers.Extension}. Handlers decide who may connect, answer events, and act on
 * the sockets of all gateways.
 *
 * <p>Everything is asynchronous: a handler returns a {@link java.util.concurrent.CompletionStage},
 * and fails if the stage does not complete within the time limit of the gateway. Stages that the
 * gateway returns complete on other threads than the handlers' own; code that is chained to them
 * must not block.
 *
 * <p>The package depends on the JDK only. Its version follows Semantic Versioning.
 */
@NullMarked
package io.wsfleet.handlers;

import org.jspecify.annotations.NullMarked;
