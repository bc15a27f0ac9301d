package io.wsfleet.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Registers the handlers of a namespace or pattern. Each method returns this object, and throws an
 * {@link IllegalStateException} after the start of the extension, or if there is already a handler
 * for the same thing.
 *
 * <p>The gateway calls the handlers of one socket in order, one after another. It calls the next
 * one when the one before has returned, not when its stage has completed. Handlers run on threads
 * of their own, so a handler may block; meanwhile only its own socket waits.
 *
 * <p>A handler fails when it throws, when its stage fails, or when it takes longer than the time
 * limit. Then the client gets no acknowledgement, or is refused, and the gateway counts and logs
 * the failure.
 */
public interface Handlers {

  /**
   * Decides who may connect; without it everybody may. It is not called for a client that recovers
   * its session.
   */
  Handlers admit(Authorizer authorizer);

  /** Called when a client is connected, before its first event. */
  Handlers onConnect(ConnectHandler handler);

  /** Called for each event of this name. */
  Handlers on(String event, EventHandler handler);

  /** Called for each event that has no handler of its own. */
  Handlers onOther(EventHandler handler);

  /** Called after the client is disconnected, as the last handler of its socket. */
  Handlers onDisconnect(DisconnectHandler handler);

  /** Called for each event of this name from another server. */
  Handlers onServerEvent(String event, ServerEventHandler handler);

  /** Returns a completed stage, for a handler that need not wait. */
  static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** Decides whether a client may connect; see {@link #admit}. */
  @FunctionalInterface
  interface Authorizer {
    CompletionStage<Admission> admit(ConnectRequest connectRequest) throws Exception;
  }

  /** Handles the connection of a client; see {@link #onConnect}. */
  @FunctionalInterface
  interface ConnectHandler {
    CompletionStage<?> handle(Socket socket) throws Exception;
  }

  /** Handles an event of a client; see {@link #on} and {@link #onOther}. */
  @FunctionalInterface
  interface EventHandler {
    CompletionStage<Ack> handle(Event event) throws Exception;
  }

  /** Handles the end of a connection; see {@link #onDisconnect}. */
  @FunctionalInterface
  interface DisconnectHandler {
    /**
     * @param socket with its data, and with the rooms that it was in
     * @param reason Socket.IO's words, for example {@code transport close}
     */
    CompletionStage<?> handle(Socket socket, String reason) throws Exception;
  }

  /** Handles an event of another server; see {@link #onServerEvent}. */
  @FunctionalInterface
  interface ServerEventHandler {
    CompletionStage<Ack> handle(ServerEvent event) throws Exception;
  }
}
