package io.wsfleet.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.kube.ApplyFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DegradedCauseTest {

  private static final FormerStatus NONE = new FormerStatus(null);

  @Test
  void aHealthyFleetHasNone() {
    assertEquals(
        Optional.empty(),
        DegradedCause.first(ClusterObservationBuilder.healthy().observation(), NONE));
  }

  @Test
  void namesTheImageAndTheMessageOfTheKubelet() {
    assertTrouble(
        "ImagePullFailed",
        "Image wsfleet/gateway:7 of pod gateway-3 cannot be pulled: no such host",
        ClusterObservationBuilder.healthy()
            .pod(
                ClusterObservationBuilder.gateway("gateway-3")
                    .waiting("ErrImagePull", "no such host")));
  }

  @Test
  void usesTheReasonIfTheKubeletHasNoMessage() {
    assertTrouble(
        "ContainerCannotStart",
        "Container gateway of pod gateway-3 cannot start: CreateContainerError",
        ClusterObservationBuilder.healthy()
            .pod(
                ClusterObservationBuilder.gateway("gateway-3")
                    .waiting("CreateContainerError", null)));
  }

  @Test
  void namesTheExitCodeOfACrashingContainer() {
    assertTrouble(
        "CrashLooping",
        "Container gateway of pod gateway-3 exits again and again, last with exit code 7; its log"
            + " says why: kubectl logs -n default gateway-3 --previous",
        ClusterObservationBuilder.healthy()
            .pod(ClusterObservationBuilder.gateway("gateway-3").crashed(7, "Error")));
  }

  @Test
  void namesAMemoryLimitThatWasExceeded() {
    assertTrouble(
        "CrashLooping",
        "Container gateway of pod gateway-3 exits again and again, last because it used more memory"
            + " than its limit; its log says why: kubectl logs -n default gateway-3 --previous",
        ClusterObservationBuilder.healthy()
            .pod(ClusterObservationBuilder.gateway("gateway-3").crashed(137, "OOMKilled")));
  }

  @Test
  void keepsTheMessageOfTheScheduler() {
    assertTrouble(
        "Unschedulable",
        "Pod gateway-3 cannot be scheduled: 0/1 nodes are available: 1 Insufficient cpu.",
        ClusterObservationBuilder.healthy()
            .pod(
                ClusterObservationBuilder.gateway("gateway-3")
                    .unschedulable("0/1 nodes are available: 1 Insufficient cpu.")));
  }

  @Test
  void distinguishesAQuotaFromOtherRefusals() {
    assertTrouble(
        "QuotaExceeded",
        "No further pod of chat-gateway-new can be created: pods \"x\" is forbidden: exceeded"
            + " quota: q",
        ClusterObservationBuilder.healthy()
            .replicaFailure("chat-gateway-new", "pods \"x\" is forbidden: exceeded quota: q"));
    assertTrouble(
        "PodsRefused",
        "No further pod of chat-gateway-new can be created: violates PodSecurity",
        ClusterObservationBuilder.healthy()
            .replicaFailure("chat-gateway-new", "violates PodSecurity"));
  }

  @Test
  void aTerminatingPodIsNoProblem() {
    assertEquals(
        Optional.empty(),
        DegradedCause.first(
            ClusterObservationBuilder.healthy()
                .pod(
                    ClusterObservationBuilder.gateway("gateway-3")
                        .waiting("ErrImagePull", "no")
                        .terminating())
                .observation(),
            NONE));
  }

  @Test
  void aContainerThatIsBeingCreatedIsNoProblem() {
    assertEquals(
        Optional.empty(),
        DegradedCause.first(
            ClusterObservationBuilder.healthy()
                .pod(
                    ClusterObservationBuilder.gateway("gateway-3")
                        .waiting("ContainerCreating", null))
                .observation(),
            NONE));
  }

  @Test
  void aRefusalComesBeforeItsConsequences() {
    assertTrouble(
        "Forbidden",
        "no",
        ClusterObservationBuilder.healthy()
            .applyFailure(new ApplyFailure(Reason.Forbidden, "no", false))
            .pod(ClusterObservationBuilder.gateway("gateway-3").crashed(1, "Error")));
  }

  @Test
  void isStableWithSeveralProblems() {
    assertTrouble(
        "ImagePullFailed",
        "Image wsfleet/gateway:7 of pod a cannot be pulled: no",
        ClusterObservationBuilder.healthy()
            .pod(ClusterObservationBuilder.gateway("b").waiting("ErrImagePull", "no"))
            .pod(ClusterObservationBuilder.gateway("a").waiting("ErrImagePull", "no")));
  }

  private static void assertTrouble(
      String reason, String sentence, ClusterObservationBuilder fleet) {
    assertEquals(
        Optional.of(new DegradedCause(Reason.valueOf(reason), sentence)),
        DegradedCause.first(fleet.observation(), NONE));
  }
}
