package io.wsfleet.e2e.cluster;

/** Takes back what was done to a cluster; once is enough, and twice does no harm. */
public interface Undo extends AutoCloseable {

  Undo NOTHING = () -> {};

  @Override
  void close();
}
