package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.RedisMember;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.redis.failover.Term;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusEventTest {

  private static final Instant LATER = Instant.parse("2026-01-01T01:00:00Z");

  private static final RedisMember B = new RedisMember("b", "run-b");

  private static final Set<Reason> REDIS =
      Set.of(Reason.RedisFailedOver, Reason.RedisHandedOver, Reason.MessagesMayBeLost);

  @Test
  void anUnchangedStatusGivesNoEvent() {
    var status = report(ClusterObservationBuilder.healthy());
    assertEquals(List.of(), StatusEvent.diff(status, status));
  }

  @Test
  void aReadyFleetNamesItsUrl() {
    assertEquals(
        List.of(
            new StatusEvent(
                false,
                Reason.Ready,
                "2 gateways serve. Clients connect to http://10.0.0.1:30000.")),
        StatusEvent.diff(
            report(ClusterObservationBuilder.of("{}").redis(0, 0)),
            report(ClusterObservationBuilder.healthy())));
  }

  @Test
  void aStartingFleetGivesNoWarning() {
    assertEquals(
        List.of(), StatusEvent.diff(null, report(ClusterObservationBuilder.of("{}").redis(0, 0))));
  }

  @Test
  void aFleetThatIsNoLongerReadyGivesAWarning() {
    assertEquals(
        List.of(new StatusEvent(true, Reason.NotReady, "1 of 2 gateways are ready.")),
        StatusEvent.diff(
            report(ClusterObservationBuilder.healthy()),
            report(
                ClusterObservationBuilder.healthy()
                    .without("chat-gateway-new")
                    .gateways("new", 2, 1))));
  }

  @Test
  void scalingNamesBothNumbers() {
    var three =
        ClusterObservationBuilder.of("gateway: {replicas: 3}")
            .redis(1, 1)
            .gateways("new", 3, 3)
            .pod(ClusterObservationBuilder.gateway("gateway-1").host("10.0.0.1").ready(true));
    assertEquals(
        List.of(new StatusEvent(false, Reason.Scaled, "From 2 to 3 gateways.")),
        StatusEvent.diff(report(ClusterObservationBuilder.healthy()), report(three)));
  }

  @Test
  void aScaleUpGivesNoWarning() {
    var scaled =
        report(
            ClusterObservationBuilder.of("gateway: {replicas: 3}")
                .redis(1, 1)
                .gateways("new", 3, 2));
    assertEquals(
        List.of(Reason.Scaled),
        reasons(StatusEvent.diff(report(ClusterObservationBuilder.healthy()), scaled)));
  }

  @Test
  void aRolloutGivesAnEventAtItsStartAndAtItsEnd() {
    var during =
        report(
            ClusterObservationBuilder.healthy()
                .without("chat-gateway-new")
                .gateways("old", 2, 2)
                .gateways("new", 1, 0));
    assertEquals(
        List.of(new StatusEvent(false, Reason.RolloutStarted, "To revision new of the gateways.")),
        StatusEvent.diff(report(ClusterObservationBuilder.healthy()), during));
    assertEquals(List.of(), StatusEvent.diff(during, during));
    assertEquals(
        List.of(
            new StatusEvent(false, Reason.RolloutFinished, "All gateways are of revision new.")),
        StatusEvent.diff(during, report(ClusterObservationBuilder.healthy())));
  }

  @Test
  void aProblemGivesOneEventWhateverItsMessage() {
    var first = report(trouble("connection refused"));
    var second = report(trouble("back-off"));
    assertEquals(
        List.of(Reason.ImagePullFailed),
        reasons(StatusEvent.diff(report(ClusterObservationBuilder.healthy()), first)));
    assertEquals(List.of(), StatusEvent.diff(first, second));
    assertEquals(
        List.of(new StatusEvent(false, Reason.Recovered, "ImagePullFailed is over.")),
        StatusEvent.diff(second, report(ClusterObservationBuilder.healthy())));
  }

  @Test
  void theBusGivesAnEventWhenItIsNotReadyAndWhenItIsReadyAgain() {
    var deaf = report(ClusterObservationBuilder.healthy().heartbeatsFrom("gateway-1", "gateway-1"));
    var unheard = "Gateway gateway-1 does not receive the heartbeats of gateway gateway-2.";
    assertEquals(
        List.of(
            new StatusEvent(true, Reason.BusNotReady, unheard),
            new StatusEvent(true, Reason.NotReady, unheard)),
        StatusEvent.diff(report(ClusterObservationBuilder.healthy()), deaf));
    assertEquals(
        List.of(Reason.BusReady, Reason.Ready),
        reasons(StatusEvent.diff(deaf, report(ClusterObservationBuilder.healthy()))));
  }

  @Test
  void aStartingBusGivesNoWarning() {
    assertEquals(
        List.of(),
        StatusEvent.diff(null, report(ClusterObservationBuilder.healthy().recorded(null))));
  }

  @Test
  void aFailoverWithinOneReconcileNamesTheNewMaster() {
    assertEquals(
        List.of(new StatusEvent(true, Reason.RedisFailedOver, "b is the Redis master in term 2.")),
        redis(ClusterObservationBuilder.SERVING, failedOver()));
  }

  /** It seldom is done when the fleet is next looked at. */
  @Test
  void aLostMasterGivesOneEventHoweverLongTheFailoverTakes() {
    var electing = Term.of(ClusterObservationBuilder.SERVING).electing(LATER, 1).status();
    var promoting = Term.of(electing).promoting(B, 5, List.of(), LATER).status();
    assertEquals(
        List.of(
            new StatusEvent(
                true,
                Reason.RedisFailedOver,
                "The Redis master chat-redis-master-1 was lost; term 2 is beginning.")),
        redis(ClusterObservationBuilder.SERVING, electing));
    assertEquals(List.of(), redis(electing, promoting));
    assertEquals(List.of(), redis(promoting, serving(promoting)));
    assertEquals(List.of(), redis(electing, serving(promoting)));
  }

  @Test
  void aHandOverGivesOneEventHoweverLongItTakes() {
    var handing = Term.of(ClusterObservationBuilder.SERVING).handingOver(B, LATER).status();
    var told =
        List.of(new StatusEvent(false, Reason.RedisHandedOver, "b is the Redis master in term 2."));
    assertEquals(told, redis(ClusterObservationBuilder.SERVING, serving(handing)));
    assertEquals(List.of(), redis(ClusterObservationBuilder.SERVING, handing));
    assertEquals(told, redis(handing, serving(handing)));
  }

  @Test
  void aCancelledHandOverGivesNoEvent() {
    var handing = Term.of(ClusterObservationBuilder.SERVING).handingOver(B, LATER).status();
    var kept =
        Term.of(handing)
            .withoutHandover()
            .promoting(new RedisMember("chat-redis-master-1", "run-1"), 5, List.of(), LATER)
            .status();
    assertEquals(List.of(), redis(handing, serving(kept)));
    assertEquals(List.of(), redis(kept, serving(kept)));
  }

  @Test
  void theFirstMasterGivesNoEvent() {
    assertEquals(List.of(), redis(null, ClusterObservationBuilder.SERVING));
  }

  @Test
  void possibleLossGivesOneEvent() {
    var lost = Term.of(ClusterObservationBuilder.SERVING).withDataLoss("Everything.").status();
    assertEquals(
        List.of(new StatusEvent(true, Reason.MessagesMayBeLost, "Everything.")),
        redis(ClusterObservationBuilder.SERVING, lost));
    assertEquals(List.of(), redis(lost, lost));
  }

  private static RedisStatus failedOver() {
    return Term.of(ClusterObservationBuilder.SERVING)
        .electing(LATER, 1)
        .promoting(B, 5, List.of(), LATER)
        .serving(LATER)
        .status();
  }

  private static RedisStatus serving(RedisStatus status) {
    return Term.of(status).serving(LATER).status();
  }

  private static List<StatusEvent> redis(@Nullable RedisStatus before, RedisStatus after) {
    return StatusEvent.diff(
            report(ClusterObservationBuilder.healthy().recorded(before)),
            report(ClusterObservationBuilder.healthy().recorded(after)))
        .stream()
        .filter(n -> REDIS.contains(n.reason()))
        .toList();
  }

  private static ClusterObservationBuilder trouble(String message) {
    return ClusterObservationBuilder.healthy()
        .pod(ClusterObservationBuilder.gateway("gateway-3").waiting("ErrImagePull", message));
  }

  private static List<Reason> reasons(List<StatusEvent> news) {
    return news.stream().map(StatusEvent::reason).toList();
  }

  private static WebSocketClusterStatus report(ClusterObservationBuilder fleet) {
    return StatusReport.of(fleet.observation(), null).status();
  }
}
