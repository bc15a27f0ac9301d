package io.wsfleet.operator.reconcile;

import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.Set;
import java.util.function.Consumer;

/** Calls a listener when a WebSocketCluster is deleted. It never triggers a reconcile. */
public final class DeletionEventSource extends AbstractEventSource<Void, WebSocketCluster>
    implements ResourceEventAware<WebSocketCluster> {

  private final Consumer<WebSocketCluster> onDeleted;

  public DeletionEventSource(Consumer<WebSocketCluster> onDeleted) {
    super(Void.class, "deletions");
    this.onDeleted = onDeleted;
  }

  @Override
  public Set<Void> getSecondaryResources(WebSocketCluster cluster) {
    return Set.of();
  }

  @Override
  public void onResourceDeleted(WebSocketCluster cluster) {
    onDeleted.accept(cluster);
  }
}
