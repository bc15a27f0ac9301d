package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.StreamPosition;
import org.jspecify.annotations.Nullable;

/** A client that has come back and waits to be let in. */
final class Attempt {
  final String namespace;
  final String pid;
  final @Nullable StreamPosition known;
  final Comeback comeback;
  final long deadline;

  /** What was taken over, and with which claim, once it was. */
  @Nullable Session session;

  long claim;

  /** Whether its old connection to this gateway has been told to end. */
  boolean hasEvicted;

  boolean isOver;

  Attempt(
      String namespace,
      String pid,
      @Nullable StreamPosition known,
      Comeback comeback,
      long deadline) {
    this.namespace = namespace;
    this.pid = pid;
    this.known = known;
    this.comeback = comeback;
    this.deadline = deadline;
  }
}
