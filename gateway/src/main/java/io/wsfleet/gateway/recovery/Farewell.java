package io.wsfleet.gateway.recovery;

import org.jspecify.annotations.Nullable;

/** The session of a socket that is gone, until its client cannot come back any more. */
final class Farewell implements Word.Debtor {
  final String pid;
  final long claim;
  final String content;

  /** Until when it counts against the limit, in milliseconds. */
  final long until;

  boolean isWritten;
  boolean isBeingWritten;
  private Word.@Nullable Round owes;

  Farewell(String pid, long claim, String content, long until) {
    this.pid = pid;
    this.claim = claim;
    this.content = content;
    this.until = until;
  }

  @Override
  public Word.@Nullable Round owes() {
    return owes;
  }

  @Override
  public void owe(Word.@Nullable Round round) {
    owes = round;
  }

  boolean isToBeWritten() {
    return !isWritten && !isBeingWritten;
  }
}
