package io.wsfleet.gateway.plain;

import java.util.concurrent.CompletionStage;

/** The websocket of one client. Thread-safe; messages of one thread are sent in order. */
interface ClientConnection {
  /** Completes, normally or not, when the text is no longer queued. */
  CompletionStage<Void> send(String text);

  void ping();

  void close(int status, String reason);
}
