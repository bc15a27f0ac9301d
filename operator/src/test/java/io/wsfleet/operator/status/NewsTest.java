package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.api.RedisMember;
import io.wsfleet.operator.api.RedisStatus;
import io.wsfleet.operator.api.WebSocketClusterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");

  private static final RedisMember B = new RedisMember("b", "run-b");

  private static final Set<Reason> REDIS =
      Set.of(Reason.RedisFailedOver, Reason.RedisHandedOver, Reason.MessagesMayBeLost);

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

  @Test
  void theBusIsToldOfWhenItIsNotReadyAnyMoreAndWhenItIsAgain() {
    var deaf = report(Fleets.whole().hears("gateway-1", "gateway-1"));
    var unheard = "Gateway gateway-1 does not hear gateway gateway-2 through the bus.";
    assertEquals(
        List.of(
            new News(true, Reason.BusNotReady, unheard), new News(true, Reason.NotReady, unheard)),
        News.between(report(Fleets.whole()), deaf));
    assertEquals(
        List.of(Reason.BusReady, Reason.Ready),
        reasons(News.between(deaf, report(Fleets.whole()))));
  }

  @Test
  void aBusThatStartsIsNotWarnedOf() {
    assertEquals(List.of(), News.between(null, report(Fleets.whole().recorded(null))));
  }

  @Test
  void aMasterThatWasReplacedAtOnceIsToldWithItsTerm() {
    assertEquals(
        List.of(new News(true, Reason.RedisFailedOver, "b is Redis' master in term 2.")),
        redis(Fleets.SERVING, failedOver()));
  }

  /** It seldom is done when the fleet is next looked at. */
  @Test
  void aMasterThatIsLostIsToldOnceHoweverLongItTakes() {
    var electing = Fleets.SERVING.electing(LATER, 1);
    var promoting = electing.promoting(B, 5, List.of(), LATER);
    assertEquals(
        List.of(
            new News(
                true,
                Reason.RedisFailedOver,
                "Redis' master chat-redis-master-1 was lost; another is put in, in term 2.")),
        redis(Fleets.SERVING, electing));
    assertEquals(List.of(), redis(electing, promoting));
    assertEquals(List.of(), redis(promoting, promoting.serving(LATER)));
    assertEquals(List.of(), redis(electing, promoting.serving(LATER)));
  }

  @Test
  void aHandOverIsToldOnceHoweverLongItTakes() {
    var handing = Fleets.SERVING.handingOver(B, LATER);
    var told = List.of(new News(false, Reason.RedisHandedOver, "b is Redis' master in term 2."));
    assertEquals(told, redis(Fleets.SERVING, handing.serving(LATER)));
    assertEquals(List.of(), redis(Fleets.SERVING, handing));
    assertEquals(told, redis(handing, handing.serving(LATER)));
  }

  @Test
  void aHandOverThatWasTakenBackIsNoNews() {
    var handing = Fleets.SERVING.handingOver(B, LATER);
    var kept =
        handing
            .notHandedOver()
            .promoting(new RedisMember("chat-redis-master-1", "run-1"), 5, List.of(), LATER);
    assertEquals(List.of(), redis(handing, kept.serving(LATER)));
    assertEquals(List.of(), redis(kept, kept.serving(LATER)));
  }

  @Test
  void theFirstMasterIsNoNews() {
    assertEquals(List.of(), redis(null, Fleets.SERVING));
  }

  @Test
  void whatMayBeLostIsToldOnce() {
    var lost = Fleets.SERVING.losing("Everything.");
    assertEquals(
        List.of(new News(true, Reason.MessagesMayBeLost, "Everything.")),
        redis(Fleets.SERVING, lost));
    assertEquals(List.of(), redis(lost, lost));
  }

  private static RedisStatus failedOver() {
    return Fleets.SERVING.electing(LATER, 1).promoting(B, 5, List.of(), LATER).serving(LATER);
  }

  private static List<News> redis(@Nullable RedisStatus before, RedisStatus after) {
    return News.between(
            report(Fleets.whole().recorded(before)), report(Fleets.whole().recorded(after)))
        .stream()
        .filter(n -> REDIS.contains(n.reason()))
        .toList();
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
