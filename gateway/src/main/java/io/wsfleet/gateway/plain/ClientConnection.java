package io.wsfleet.gateway.plain;

import java.util.concurrent.CompletionStage;

/** The socket of one client. From any thread; what one thread sends leaves in that order. */
interface ClientConnection {
  /** Completes, in whatever way, when the text is no longer held for the client. */
  CompletionStage<Void> send(String text);

  void ping();

  void close(int status, String reason);
}
