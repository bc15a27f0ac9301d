package io.wsfleet.operator.redis.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisEventSourceTest {

  private final List<WebSocketCluster> gone = new ArrayList<>();
  private final List<ResourceID> told = new ArrayList<>();
  private final RedisEventSource news = new RedisEventSource(gone::add);

  RedisEventSourceTest() {
    news.setEventHandler(event -> told.add(event.getRelatedCustomResourceID()));
  }

  @Test
  void hasTheFleetLookedAtWhoseRedisHasNews() {
    news.start();
    news.trigger("games/chat");
    assertEquals(List.of(new ResourceID("chat", "games")), told);
  }

  @Test
  void beforeTheOperatorLeadsThereIsNobodyToTell() {
    news.trigger("games/chat");
    assertEquals(List.of(), told);
  }

  @Test
  void letsGoOfTheServersOfAFleetThatIsDeleted() {
    var cluster = ExampleClusters.reference();
    news.onResourceDeleted(cluster);
    assertEquals(List.of(cluster), gone);
  }

  @Test
  void keepsNothingOfWhatServersSay() {
    assertEquals(Set.of(), news.getSecondaryResources(ExampleClusters.reference()));
  }
}
