package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.Reason;
import io.wsfleet.operator.kube.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keeps the fleet from being what it ought to be, where somebody has to do something. */
record Trouble(Reason reason, String sentence) {

  private static final Set<String> PULL_FAILURES =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "ErrImageNeverPull",
          "RegistryUnavailable");

  private static final Set<String> START_FAILURES =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** The first, in the order in which they are best dealt with. */
  static Optional<Trouble> first(Observation seen) {
    return Stream.of(
            seen.refusals().stream().flatMap(Trouble::refused),
            seen.deployments().stream().flatMap(Trouble::withoutPods),
            seen.pods().stream().flatMap(Trouble::unscheduled),
            seen.pods().stream().flatMap(Trouble::inContainers))
        .flatMap(troubles -> troubles)
        .findFirst();
  }

  private static Stream<Trouble> refused(Refusal refusal) {
    return refusal.waiting()
        ? Stream.of()
        : Stream.of(new Trouble(refusal.reason(), refusal.sentence()));
  }

  private static Stream<Trouble> withoutPods(Deployment deployment) {
    var conditions = deployment.getStatus() == null ? null : deployment.getStatus().getConditions();
    return Optional.ofNullable(conditions).orElse(List.of()).stream()
        .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
        .map(
            c ->
                new Trouble(
                    c.getMessage().contains("exceeded quota")
                        ? Reason.QuotaExceeded
                        : Reason.PodsRefused,
                    "No further pod of %s can be created: %s"
                        .formatted(deployment.getMetadata().getName(), c.getMessage())));
  }

  private static Stream<Trouble> unscheduled(Pod pod) {
    return Pods.condition(pod, "PodScheduled").stream()
        .filter(c -> c.getStatus().equals("False") && "Unschedulable".equals(c.getReason()))
        .map(
            c ->
                new Trouble(
                    Reason.Unschedulable,
                    "Pod %s cannot be scheduled: %s"
                        .formatted(pod.getMetadata().getName(), words(c.getMessage()))));
  }

  private static Stream<Trouble> inContainers(Pod pod) {
    var statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    return Optional.ofNullable(statuses).orElse(List.of()).stream()
        .flatMap(status -> Trouble.inContainer(pod, status));
  }

  private static Stream<Trouble> inContainer(Pod pod, ContainerStatus container) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Stream.of();
    }
    var name = pod.getMetadata().getName();
    if (PULL_FAILURES.contains(waiting.getReason())) {
      return Stream.of(
          new Trouble(
              Reason.ImagePullFailed,
              "Image %s of pod %s cannot be pulled: %s"
                  .formatted(image(pod, container), name, said(waiting))));
    }
    if (START_FAILURES.contains(waiting.getReason())) {
      return Stream.of(
          new Trouble(
              Reason.ContainerCannotStart,
              "Container %s of pod %s cannot start: %s"
                  .formatted(container.getName(), name, said(waiting))));
    }
    if (waiting.getReason().equals("CrashLoopBackOff")) {
      return Stream.of(
          new Trouble(
              Reason.CrashLooping,
              "Container %s of pod %s ends again and again, last %s; its log says why: kubectl"
                      .formatted(container.getName(), name, end(container))
                  + " logs -n %s %s --previous".formatted(pod.getMetadata().getNamespace(), name)));
    }
    return Stream.of();
  }

  /** The image as the pod asks for it; the kubelet may know it under another name. */
  private static String image(Pod pod, ContainerStatus status) {
    return pod.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(status.getName()))
        .map(c -> c.getImage())
        .findFirst()
        .orElse(status.getImage());
  }

  private static String said(ContainerStateWaiting waiting) {
    var message = words(waiting.getMessage());
    return message.isEmpty() ? waiting.getReason() : message;
  }

  private static String end(ContainerStatus container) {
    var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
    return last == null ? "for an unknown reason" : end(last);
  }

  private static String end(ContainerStateTerminated last) {
    return "OOMKilled".equals(last.getReason())
        ? "because it used more memory than its limit"
        : "with exit code " + last.getExitCode();
  }

  private static String words(@Nullable String message) {
    return message == null ? "" : message.strip();
  }
}
