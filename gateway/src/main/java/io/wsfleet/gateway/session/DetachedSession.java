package io.wsfleet.gateway.session;

import io.wsfleet.gateway.session.model.Checkpoints;
import org.jspecify.annotations.Nullable;

/** The session of a closed socket, as long as its client can recover it. */
final class DetachedSession implements Checkpoints.UnsavedSession {
  final String pid;
  final long fencingToken;
  final String content;

  /** When it no longer counts against the limit, in milliseconds. */
  final long expiresAt;

  boolean isWritten;
  boolean isBeingWritten;
  private Checkpoints.@Nullable Checkpoint openCheckpoint;

  DetachedSession(String pid, long fencingToken, String content, long expiresAt) {
    this.pid = pid;
    this.fencingToken = fencingToken;
    this.content = content;
    this.expiresAt = expiresAt;
  }

  @Override
  public Checkpoints.@Nullable Checkpoint checkpoint() {
    return openCheckpoint;
  }

  @Override
  public void setCheckpoint(Checkpoints.@Nullable Checkpoint checkpoint) {
    openCheckpoint = checkpoint;
  }

  boolean needsWrite() {
    return !isWritten && !isBeingWritten;
  }
}
