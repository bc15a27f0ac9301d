package io.wsfleet.operator.redis.controller;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.redis.failover.RedisState;
import java.util.Set;

/** Triggers a reconcile of a WebSocketCluster when the state of one of its Redis has changed. */
public final class RedisEventSource extends AbstractEventSource<RedisState, WebSocketCluster> {

  public RedisEventSource() {
    super(RedisState.class, "redis");
  }

  /**
   * May be called by any thread. Before the controller runs it does nothing.
   *
   * @param cluster namespace/name
   */
  public void trigger(String cluster) {
    if (isRunning()) {
      var slash = cluster.indexOf('/');
      getEventHandler()
          .handleEvent(
              new Event(new ResourceID(cluster.substring(slash + 1), cluster.substring(0, slash))));
    }
  }

  /** Empty: the state is requested from Redis whenever it is needed, and not cached. */
  @Override
  public Set<RedisState> getSecondaryResources(WebSocketCluster cluster) {
    return Set.of();
  }
}
