package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import io.wsfleet.operator.kube.ApplyFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users see of a fleet in the course of time: each story is a row of observations. */
class ConditionsTest {

  private static final Instant NOW = ClusterObservationBuilder.NOW;

  @Test
  void aStartHasNoWarningAndIsReadyOnce() {
    var story = new Story();
    story.then(ClusterObservationBuilder.of("{}").recorded(null).redis(0, 0));
    story.then(ClusterObservationBuilder.of("{}").redis(1, 0).gateways("new", 2, 0));
    story.then(
        ClusterObservationBuilder.of("{}")
            .redis(1, 1)
            .gateways("new", 2, 1)
            .pod(young("gateway-1"))
            .statusUnknown("gateway-1"));
    story.then(started(2, 2).heartbeatsFrom("gateway-1", "gateway-1").statusUnknown("gateway-2"));
    story.then(
        started(2, 2)
            .heartbeatsFrom("gateway-1", "gateway-1")
            .heartbeatsFrom("gateway-2", "gateway-2"));
    story.then(started(2, 2));
    assertEquals(List.of(), story.warnings());
    assertEquals(List.of("False", "True"), story.changes("Ready"));
    assertEquals(List.of("False", "True"), story.changes("BusReady"));
  }

  /** kubectl wait returns with the first True. */
  @Test
  void itIsNotReadyBeforeTheGatewaysHaveHeardEachOther() {
    var status =
        report(
            started(2, 2).heartbeatsFrom("gateway-1", "gateway-1").statusUnknown("gateway-2"),
            null);
    assertEquals("AwaitingHeartbeats", condition(status, "Ready").reason());
    assertFalse(condition(status, "Ready").holds());
  }

  @Test
  void aScaleUpOfAHealthyFleetIsReadyThroughout() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(scaled(2).pod(unready("gateway-3")));
    story.then(scaled(3).pod(young("gateway-3")).statusUnknown("gateway-3"));
    story.then(
        scaled(3)
            .pod(young("gateway-3"))
            .heartbeatsFrom("gateway-1", "gateway-1", "gateway-2")
            .heartbeatsFrom("gateway-2", "gateway-1", "gateway-2")
            .heartbeatsFrom("gateway-3", "gateway-3"));
    assertEquals(List.of("False", "True"), story.changes("Progressing"));
    story.then(scaled(3).pod(young("gateway-3")));
    assertEquals(List.of(), story.warnings());
    assertEquals(List.of("True"), story.changes("Ready"));
    assertEquals(List.of("True"), story.changes("BusReady"));
    assertEquals(List.of("False", "True", "False"), story.changes("Progressing"));
  }

  @Test
  void aRolloutOfAHealthyFleetIsReadyThroughout() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    for (int ready : new int[] {0, 1}) {
      story.then(
          ClusterObservationBuilder.healthy()
              .without("chat-gateway-new")
              .gateways("old", 2, 2)
              .gateways("new", 1, ready)
              .pod(ready == 0 ? unready("gateway-3") : young("gateway-3"))
              .heartbeatsFrom("gateway-1", "gateway-1", "gateway-2")
              .heartbeatsFrom("gateway-2", "gateway-1", "gateway-2")
              .heartbeatsFrom("gateway-3", "gateway-3"));
    }
    assertEquals(List.of(), story.warnings());
    assertEquals(List.of("True"), story.changes("Ready"));
    assertEquals(List.of("True"), story.changes("BusReady"));
  }

  @Test
  void anOperatorThatStartsDoesNotTakeBackWhatItHasNotObservedYet() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(
        ClusterObservationBuilder.healthy()
            .since(NOW)
            .statusUnknown("gateway-1")
            .statusUnknown("gateway-2"));
    assertEquals(List.of("True"), story.changes("Ready"));
    story.then(
        ClusterObservationBuilder.healthy()
            .since(NOW)
            .at(NOW.plus(BusCondition.HEARTBEAT_GRACE))
            .statusUnknown("gateway-1")
            .statusUnknown("gateway-2"));
    assertEquals("GatewayStatusUnknown", story.last("Ready").reason());
  }

  @Test
  void aLostGatewayIsNotAScaleUp() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(
        ClusterObservationBuilder.healthy().without("chat-gateway-new").gateways("new", 2, 1));
    assertEquals("GatewaysNotReady", story.last("Ready").reason());
    assertEquals(List.of(Reason.NotReady), story.warnings());
  }

  @Test
  void allGatewaysLostIsDegradedUntilOneIsReady() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(dead(unready("gateway-1")));
    assertEquals("NoGatewayReady", story.last("Degraded").reason());
    story.then(dead(ClusterObservationBuilder.gateway("gateway-1").crashed(1, "Error")));
    story.then(dead(unready("gateway-1")));
    assertEquals(List.of("False", "True"), story.changes("Degraded"));
    story.then(ClusterObservationBuilder.healthy());
    assertEquals(List.of("False", "True", "False"), story.changes("Degraded"));
  }

  @Test
  void aFleetThatIsScaledUpFromZeroHasLostNoGateway() {
    var story = new Story();
    story.then(
        ClusterObservationBuilder.of("gateway: {replicas: 0}").redis(1, 1).gateways("new", 0, 0));
    story.then(
        ClusterObservationBuilder.of("redis: {replicas: 1}").redis(1, 1).gateways("new", 2, 0));
    story.then(started(2, 2).heartbeatsFrom("gateway-1", "gateway-1"));
    story.then(started(2, 2));
    assertEquals(List.of(), story.warnings());
    assertEquals(List.of("True", "False", "True"), story.changes("Ready"));
  }

  @Test
  void aCrashLoopIsOneProblem() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    for (int restarts = 2; restarts < 6; restarts++) {
      story.then(
          ClusterObservationBuilder.healthy()
              .pod(ClusterObservationBuilder.gateway("gateway-3").crashed(7, "Error")));
      story.then(
          ClusterObservationBuilder.healthy()
              .pod(
                  ClusterObservationBuilder.gateway("gateway-3")
                      .ready(false)
                      .restarted(restarts, NOW.minusSeconds(2), 3)));
      story.then(
          ClusterObservationBuilder.healthy()
              .pod(ClusterObservationBuilder.gateway("gateway-3").ended(restarts)));
    }
    assertEquals(List.of("False", "True"), story.changes("Degraded"));
    assertEquals(List.of(Reason.CrashLooping), story.warnings());
    story.then(
        ClusterObservationBuilder.healthy()
            .pod(
                ClusterObservationBuilder.gateway("gateway-3")
                    .ready(true)
                    .restarted(6, NOW.minusSeconds(60), 3)));
    assertFalse(story.last("Degraded").holds());
  }

  @Test
  void kstatusSeesARolloutAsInProgressUntilTheNewRevisionServes() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    assertEquals("Current", kstatus(story.last()));
    story.then(
        ClusterObservationBuilder.healthy()
            .generation(2)
            .without("chat-gateway-new")
            .gateways("old", 2, 2)
            .gateways("new", 1, 0));
    assertEquals("InProgress", kstatus(story.last()));
    story.then(ClusterObservationBuilder.healthy().generation(2));
    assertEquals("Current", kstatus(story.last()));
  }

  @Test
  void kstatusSeesABadImageAsFailedAndItsCorrectionAsInProgress() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(badImage(NOW));
    assertEquals("InProgress", kstatus(story.last()));
    story.then(badImage(NOW.plus(Conditions.STALL_GRACE).minusMillis(1)));
    assertEquals("InProgress", kstatus(story.last()));
    story.then(badImage(NOW.plus(Conditions.STALL_GRACE)));
    assertEquals("Failed", kstatus(story.last()));
    assertTrue(story.last("Stalled").message().contains("wsfleet/gateway:7"));
    assertTrue(story.last("Ready").holds(), "the old gateways serve");
    story.then(badImage(NOW.plus(Conditions.STALL_GRACE.multipliedBy(3))).generation(3));
    assertEquals("InProgress", kstatus(story.last()));
  }

  @Test
  void aClusterAutoscalerHasTheWholeDeadline() {
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(unschedulable(NOW));
    story.then(unschedulable(NOW.plusSeconds(120)));
    assertEquals("InProgress", kstatus(story.last()));
    story.then(unschedulable(NOW.plus(ClusterObservationBuilder.PROGRESS_DEADLINE)));
    assertEquals("Failed", kstatus(story.last()));
  }

  @Test
  void aFailedWebhookIsNamedAndStalls() {
    var failure =
        ApplyFailure.fromApiServer(
            "Deployment", "chat-gateway-1", 500, "failed calling webhook \"a.example\": EOF");
    var story = new Story();
    story.then(ClusterObservationBuilder.healthy());
    story.then(ClusterObservationBuilder.healthy().applyFailure(failure));
    assertEquals("WebhookFailed", story.last("Degraded").reason());
    story.then(ClusterObservationBuilder.healthy().applyFailure(failure).at(NOW.plusSeconds(31)));
    assertEquals("Failed", kstatus(story.last()));
  }

  @Test
  void aRedisOfAnEarlierTemplateIsNotSettled() {
    var outdated =
        new ClusterObservation(
            ClusterObservationBuilder.healthy().observation().cluster(),
            ClusterObservationBuilder.healthy().observation().time(),
            "new",
            "another",
            false,
            ClusterObservationBuilder.SERVING,
            "",
            ClusterObservationBuilder.healthy().observation().deployments(),
            ClusterObservationBuilder.healthy().observation().services(),
            List.of(),
            java.util.Map.of(),
            java.util.Map.of(),
            List.of(),
            "");
    assertEquals(
        Reason.StartingRedis,
        Conditions.of(outdated, new FormerStatus(null)).progressing().reason());
  }

  @Test
  void aPauseIsNamedOnlyWhenItHoldsSomethingBack() {
    assertFalse(
        condition(report(ClusterObservationBuilder.healthy().paused(), null), "Progressing")
            .holds());
    var held =
        report(
            ClusterObservationBuilder.healthy()
                .without("chat-gateway-new")
                .gateways("old", 2, 2)
                .paused(),
            null);
    assertEquals("Paused", condition(held, "Progressing").reason());
    assertEquals("InProgress", kstatus(held));
  }

  private static ClusterObservationBuilder started(int replicas, int ready) {
    var fleet =
        ClusterObservationBuilder.of("redis: {replicas: 1}")
            .redis(1, 1)
            .gateways("new", replicas, ready);
    for (int i = 1; i <= ready; i++) {
      fleet.pod(young("gateway-" + i));
    }
    return fleet;
  }

  private static ClusterObservationBuilder scaled(int ready) {
    return ClusterObservationBuilder.of("gateway: {replicas: 3}\nredis: {replicas: 1}")
        .redis(1, 1)
        .gateways("new", 3, ready)
        .pod(ClusterObservationBuilder.gateway("gateway-1").ready(true))
        .pod(ClusterObservationBuilder.gateway("gateway-2").ready(true));
  }

  private static ClusterObservationBuilder dead(GatewayPod pod) {
    return ClusterObservationBuilder.of("redis: {replicas: 1}")
        .redis(1, 1)
        .gateways("new", 2, 0)
        .pod(pod);
  }

  private static ClusterObservationBuilder badImage(Instant now) {
    return ClusterObservationBuilder.healthy()
        .at(now)
        .generation(2)
        .without("chat-gateway-new")
        .gateways("old", 2, 2)
        .gateways("new", 1, 0)
        .pod(
            ClusterObservationBuilder.gateway("gateway-3")
                .revision("new")
                .ready(false)
                .waiting("ErrImagePull", "no such host"));
  }

  private static ClusterObservationBuilder unschedulable(Instant now) {
    return ClusterObservationBuilder.healthy()
        .at(now)
        .without("chat-gateway-new")
        .gateways("new", 2, 1)
        .pod(ClusterObservationBuilder.gateway("gateway-3").unschedulable("0/1 nodes"));
  }

  private static GatewayPod young(String name) {
    return ClusterObservationBuilder.gateway(name).ready(true, NOW.minusSeconds(1));
  }

  private static GatewayPod unready(String name) {
    return ClusterObservationBuilder.gateway(name).ready(false, NOW.minusSeconds(1));
  }

  /** As kstatus decides for a custom resource: the first of the two conditions that is True. */
  private static String kstatus(WebSocketClusterStatus status) {
    for (Condition condition : status.conditions()) {
      if (condition.type().equals("Reconciling") && condition.holds()) {
        return "InProgress";
      }
      if (condition.type().equals("Stalled") && condition.holds()) {
        return "Failed";
      }
    }
    return condition(status, "Ready").holds() ? "Current" : "InProgress";
  }

  private static WebSocketClusterStatus report(
      ClusterObservationBuilder fleet, @Nullable WebSocketClusterStatus former) {
    return StatusReport.of(fleet.observation(), former).status();
  }

  private static Condition condition(WebSocketClusterStatus status, String type) {
    return status.condition(type).orElseThrow();
  }

  /** Each status is made from the one before. */
  private static final class Story {
    private final List<WebSocketClusterStatus> statuses = new ArrayList<>();
    private final List<StatusEvent> events = new ArrayList<>();

    void then(ClusterObservationBuilder fleet) {
      var former = statuses.isEmpty() ? null : last();
      var status = report(fleet, former);
      events.addAll(StatusEvent.diff(former, status));
      statuses.add(status);
    }

    WebSocketClusterStatus last() {
      return statuses.get(statuses.size() - 1);
    }

    Condition last(String type) {
      return condition(last(), type);
    }

    List<Reason> warnings() {
      return events.stream().filter(StatusEvent::warning).map(StatusEvent::reason).toList();
    }

    /** The values of a condition, each run of equal ones once. */
    List<String> changes(String type) {
      var changes = new ArrayList<String>();
      for (var status : statuses) {
        var value = condition(status, type).status();
        if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(value)) {
          changes.add(value);
        }
      }
      return changes;
    }
  }

  @Test
  void aPodThatStartsAndIsNeverReadyIsAProblemAfterTheDeadline() {
    var pod = ClusterObservationBuilder.gateway("gateway-3").ready(false, NOW);
    var deadline = NOW.plus(ClusterObservationBuilder.PROGRESS_DEADLINE);
    var before =
        ClusterObservationBuilder.healthy().pod(pod).at(deadline.minus(Duration.ofMillis(1)));
    assertFalse(condition(report(before, null), "Degraded").holds());
    var after = report(ClusterObservationBuilder.healthy().pod(pod).at(deadline), null);
    assertEquals("PodNotReady", condition(after, "Degraded").reason());
    assertEquals(
        "Pod gateway-3 has not been ready for more than 300 s; its events and its log say why:"
            + " kubectl describe pod -n default gateway-3",
        condition(after, "Degraded").message());
  }
}
