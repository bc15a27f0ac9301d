package io.wsfleet.e2e.cluster;

/** Ends a fault or reverts a change of the cluster; a second call does nothing. */
public interface Undo extends AutoCloseable {

  Undo NOTHING = () -> {};

  @Override
  void close();
}
