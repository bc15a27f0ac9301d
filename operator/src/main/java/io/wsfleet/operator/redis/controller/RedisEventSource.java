package io.wsfleet.operator.redis.controller;

import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.redis.failover.RedisState;
import java.util.Set;
import java.util.function.Consumer;

/** Has a fleet looked at when there is news of its Redis servers, and lets go of deleted ones. */
public final class RedisEventSource extends AbstractEventSource<RedisState, WebSocketCluster>
    implements ResourceEventAware<WebSocketCluster> {

  private final Consumer<WebSocketCluster> onDeleted;

  public RedisEventSource(Consumer<WebSocketCluster> onDeleted) {
    super(RedisState.class, "redis");
    this.onDeleted = onDeleted;
  }

  /** From any thread; before the controller runs there is nobody to be told. */
  public void trigger(String cluster) {
    if (isRunning()) {
      var slash = cluster.indexOf('/');
      getEventHandler()
          .handleEvent(
              new Event(new ResourceID(cluster.substring(slash + 1), cluster.substring(0, slash))));
    }
  }

  /** What they say is asked for anew whenever it is needed, and never kept. */
  @Override
  public Set<RedisState> getSecondaryResources(WebSocketCluster cluster) {
    return Set.of();
  }

  @Override
  public void onResourceDeleted(WebSocketCluster cluster) {
    onDeleted.accept(cluster);
  }
}
