package io.wsfleet.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeletionEventSourceTest {

  private final List<WebSocketCluster> deleted = new ArrayList<>();
  private final DeletionEventSource source = new DeletionEventSource(deleted::add);

  @Test
  void reportsADeletedCluster() {
    var cluster = ExampleClusters.reference();
    source.onResourceDeleted(cluster);
    assertEquals(List.of(cluster), deleted);
  }

  @Test
  void hasNoSecondaryResources() {
    assertEquals(Set.of(), source.getSecondaryResources(ExampleClusters.reference()));
  }
}
