package io.wsfleet.operator.redis.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.wsfleet.operator.ExampleClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisEventSourceTest {

  private final List<ResourceID> triggered = new ArrayList<>();
  private final RedisEventSource source = new RedisEventSource();

  RedisEventSourceTest() {
    source.setEventHandler(event -> triggered.add(event.getRelatedCustomResourceID()));
  }

  @Test
  void triggersAReconcileOfTheClusterWhoseRedisHasChanged() {
    source.start();
    source.trigger("games/chat");
    assertEquals(List.of(new ResourceID("chat", "games")), triggered);
  }

  @Test
  void triggersNothingBeforeTheOperatorLeads() {
    source.trigger("games/chat");
    assertEquals(List.of(), triggered);
  }

  @Test
  void cachesNoState() {
    assertEquals(Set.of(), source.getSecondaryResources(ExampleClusters.reference()));
  }
}
