package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void nothingNewIsNoNews() {
    var status = report(Fleets.whole());
    assertEquals(List.of(), News.between(status, status));
  }

  @Test
  void aFleetThatBecomesReadySaysWhere() {
    assertEquals(
        List.of(
            new News(
                false,
                Reason.Ready,
                "2 gateways serve. Clients connect to http://10.0.0.1:30000.")),
        News.between(report(Fleets.of("{}").redis(0, 0)), report(Fleets.whole())));
  }

  @Test
  void aFleetThatStartsIsNotWarnedOf() {
    assertEquals(List.of(), News.between(null, report(Fleets.of("{}").redis(0, 0))));
  }

  @Test
  void aFleetThatIsNoLongerReadyIsWarnedOf() {
    assertEquals(
        List.of(new News(true, Reason.NotReady, "1 of 2 gateways are ready.")),
        News.between(
            report(Fleets.whole()),
            report(Fleets.whole().without("chat-gateway-new").gateways("new", 2, 1))));
  }

  @Test
  void scalingIsToldWithBothNumbers() {
    var three =
        Fleets.of("gateway: {replicas: 3}")
            .redis(1, 1)
            .gateways("new", 3, 3)
            .pod(Fleets.gateway("gateway-1").host("10.0.0.1").ready(true));
    assertEquals(
        List.of(new News(false, Reason.Scaled, "From 2 to 3 gateways.")),
        News.between(report(Fleets.whole()), report(three)));
  }

  @Test
  void nobodyIsWarnedThatNewGatewaysAreNotReadyAtOnce() {
    var scaled = report(Fleets.of("gateway: {replicas: 3}").redis(1, 1).gateways("new", 3, 2));
    assertEquals(List.of(Reason.Scaled), reasons(News.between(report(Fleets.whole()), scaled)));
  }

  @Test
  void aRolloutIsToldWhenItStartsAndWhenItIsOver() {
    var during =
        report(
            Fleets.whole().without("chat-gateway-new").gateways("old", 2, 2).gateways("new", 1, 0));
    assertEquals(
        List.of(new News(false, Reason.RolloutStarted, "To revision new of the gateways.")),
        News.between(report(Fleets.whole()), during));
    assertEquals(List.of(), News.between(during, during));
    assertEquals(
        List.of(new News(false, Reason.RolloutFinished, "All gateways are of revision new.")),
        News.between(during, report(Fleets.whole())));
  }

  @Test
  void troubleIsToldOnceHoweverItsWordsChange() {
    var first = report(trouble("connection refused"));
    var second = report(trouble("back-off"));
    assertEquals(
        List.of(Reason.ImagePullFailed), reasons(News.between(report(Fleets.whole()), first)));
    assertEquals(List.of(), News.between(first, second));
    assertEquals(
        List.of(new News(false, Reason.Recovered, "ImagePullFailed is over.")),
        News.between(second, report(Fleets.whole())));
  }

  private static Fleets trouble(String message) {
    return Fleets.whole().pod(Fleets.gateway("gateway-3").waiting("ErrImagePull", message));
  }

  private static List<Reason> reasons(List<News> news) {
    return news.stream().map(News::reason).toList();
  }

  private static WebSocketClusterStatus report(Fleets fleet) {
    return StatusReport.of(fleet.seen(), null, NOW);
  }
}
