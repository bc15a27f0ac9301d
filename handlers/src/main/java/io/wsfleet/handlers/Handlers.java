package io.wsfleet.handlers;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Registers what is to be called for a namespace; each method gives back the same object.
 *
 * <p>Handlers of one socket are called in the order of what happened, one after another; the next
 * is called when the one before has returned, not when its stage has completed. They run on threads
 * of their own, so that a handler may block; while it does, that socket's next ones wait.
 *
 * <p>A handler that throws, whose stage fails or whose time is over has failed: its client gets no
 * acknowledgement, or is refused; the gateway counts it and logs it, and goes on.
 */
public interface Handlers {

  /**
   * Decides who is let in; without it everybody is. A client that comes back with all it had was
   * let in before and is not decided about again.
   */
  Handlers admit(Authorizer authorizer);

  /** Called when a client is in, before the first of its events. */
  Handlers onConnect(ConnectHandler handler);

  /** Called for each event of that name. */
  Handlers on(String event, EventHandler handler);

  /** Called for each event that has no handler of its own. */
  Handlers onOther(EventHandler handler);

  /** Called after the client is gone, as the last one for it. */
  Handlers onDisconnect(DisconnectHandler handler);

  /** Called for each event of that name from another server of the fleet. */
  Handlers onServerEvent(String event, ServerEventHandler handler);

  /** For a handler that has nothing to wait for. */
  static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** See {@link #admit}. */
  @FunctionalInterface
  interface Authorizer {
    CompletionStage<Admission> admit(ConnectRequest connectRequest) throws Exception;
  }

  /** See {@link #onConnect}. */
  @FunctionalInterface
  interface ConnectHandler {
    CompletionStage<?> handle(Socket socket) throws Exception;
  }

  /** See {@link #on} and {@link #onOther}. */
  @FunctionalInterface
  interface EventHandler {
    CompletionStage<Ack> handle(Event event) throws Exception;
  }

  /** See {@link #onDisconnect}. */
  @FunctionalInterface
  interface DisconnectHandler {
    /**
     * @param socket still with its data; its rooms are those that it was in
     * @param reason in the words of Socket.IO, {@code transport close} for example
     */
    CompletionStage<?> handle(Socket socket, String reason) throws Exception;
  }

  /** See {@link #onServerEvent}. */
  @FunctionalInterface
  interface ServerEventHandler {
    CompletionStage<Ack> handle(ServerEvent event) throws Exception;
  }
}
