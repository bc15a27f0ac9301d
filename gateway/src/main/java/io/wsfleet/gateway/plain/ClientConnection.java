package io.wsfleet.gateway.plain;

import java.util.concurrent.CompletionStage;

/** The websocket of one client. Thread-safe; messages of one thread are sent in order. */
interface ClientConnection {
  /** Sends a text. Completes, normally or not, when it is no longer queued. */
  CompletionStage<Void> send(byte[] utf8);

  void ping();

  /** Sends what the network accepts now and a close frame, and ends. */
  void close(int status, String reason);

  /** Ends without a close frame, for a client that does not read. */
  void abort();
}
