package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.wsfleet.operator.kube.Labels;
import java.time.Instant;

/** A pod of a gateway, as a test describes it. */
final class GatewayPod {
  private PodBuilder pod;

  GatewayPod(String name) {
    pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .addToLabels(Labels.COMPONENT, Labels.GATEWAY)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("gateway")
            .withImage("wsfleet/gateway:7")
            .endContainer()
            .endSpec()
            .withNewStatus()
            .endStatus();
  }

  GatewayPod host(String address) {
    pod = pod.editStatus().withHostIP(address).endStatus();
    return this;
  }

  GatewayPod ready(boolean ready) {
    return condition("Ready", ready ? "True" : "False", null, null);
  }

  /** Ready, or not ready, since this moment. */
  GatewayPod ready(boolean ready, Instant since) {
    ready(ready);
    pod =
        pod.editStatus()
            .editMatchingCondition(c -> "Ready".equals(c.getType()))
            .withLastTransitionTime(since.toString())
            .endCondition()
            .endStatus();
    return this;
  }

  GatewayPod revision(String revision) {
    pod = pod.editMetadata().addToLabels(Labels.REVISION, revision).endMetadata();
    return this;
  }

  /** A container that runs again after its last run of some seconds. */
  GatewayPod restarted(int times, Instant startedAt, int lastRunSeconds) {
    pod =
        pod.editStatus()
            .addNewContainerStatus()
            .withName("gateway")
            .withRestartCount(times)
            .withNewState()
            .withNewRunning()
            .withStartedAt(startedAt.toString())
            .endRunning()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(7)
            .withStartedAt(startedAt.minusSeconds(lastRunSeconds).toString())
            .withFinishedAt(startedAt.toString())
            .endTerminated()
            .endLastState()
            .endContainerStatus()
            .endStatus();
    return this;
  }

  /** A container that has just ended. */
  GatewayPod ended(int restarts) {
    pod =
        pod.editStatus()
            .addNewContainerStatus()
            .withName("gateway")
            .withRestartCount(restarts)
            .withNewState()
            .withNewTerminated()
            .withExitCode(7)
            .endTerminated()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(7)
            .endTerminated()
            .endLastState()
            .endContainerStatus()
            .endStatus();
    return this;
  }

  GatewayPod unschedulable(String message) {
    return condition("PodScheduled", "False", "Unschedulable", message);
  }

  GatewayPod waiting(String reason, String message) {
    pod =
        pod.editStatus()
            .addNewContainerStatus()
            .withName("gateway")
            .withImage("docker.io/wsfleet/gateway:7")
            .withNewState()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus();
    return this;
  }

  GatewayPod crashed(int exitCode, String reason) {
    pod =
        pod.editStatus()
            .addNewContainerStatus()
            .withName("gateway")
            .withNewState()
            .withNewWaiting()
            .withReason("CrashLoopBackOff")
            .endWaiting()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(reason)
            .endTerminated()
            .endLastState()
            .endContainerStatus()
            .endStatus();
    return this;
  }

  GatewayPod terminating() {
    pod = pod.editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z").endMetadata();
    return this;
  }

  private GatewayPod condition(String type, String status, String reason, String message) {
    pod =
        pod.editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .withMessage(message)
            .endCondition()
            .endStatus();
    return this;
  }

  Pod build() {
    return pod.build();
  }
}
