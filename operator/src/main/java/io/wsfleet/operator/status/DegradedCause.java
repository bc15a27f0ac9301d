package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Pods;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A problem of the fleet that somebody has to solve. */
record DegradedCause(Reason reason, String message) {

  private static final int MAX_LAST_WORDS = 500;

  private static final Set<String> PULL_FAILURES =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "ErrImageNeverPull",
          "RegistryUnavailable");

  private static final Set<String> START_FAILURES =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  private static final Set<String> FINISHED = Set.of("Failed", "Succeeded");

  private static final Pattern BACK_OFF = Pattern.compile("^Back-off pulling image \\S+: \\w+: ");

  /** While no gateway is ready, one of these may take the place of another. */
  private static final Set<Reason> SAME_OUTAGE =
      Set.of(Reason.NoGatewayReady, Reason.CrashLooping, Reason.PodNotReady);

  /**
   * The first problem, in the order in which they should be solved. Gateways of a former revision
   * are being replaced, and their problems are solved by that.
   */
  static Optional<DegradedCause> first(ClusterObservation observation, FormerStatus former) {
    var time = observation.time();
    var deployments =
        observation.deployments().stream().filter(d -> !isFormerGateway(d, observation)).toList();
    var pods = observation.pods().stream().filter(p -> !isFormerGateway(p, observation)).toList();
    return Stream.of(
            observation.applyFailures().stream().flatMap(DegradedCause::applyFailure),
            deployments.stream().flatMap(DegradedCause::replicaFailure),
            pods.stream().flatMap(DegradedCause::unschedulable),
            pods.stream().flatMap(p -> containerFailures(p, time)),
            pods.stream().flatMap(p -> neverReady(p, time)),
            noGatewayReady(observation, former))
        .flatMap(causes -> causes)
        .findFirst();
  }

  /** A pod without a revision is not of a former one. */
  private static boolean isFormerGateway(HasMetadata object, ClusterObservation observation) {
    var revision = Labels.value(object, Labels.REVISION);
    return Labels.value(object, Labels.COMPONENT).equals(Labels.GATEWAY)
        && !revision.isEmpty()
        && !revision.equals(observation.revision());
  }

  /**
   * A fleet that starts, or is scaled up from zero, has no ready gateway either: it has lost them
   * only if it had some.
   */
  private static Stream<DegradedCause> noGatewayReady(
      ClusterObservation observation, FormerStatus former) {
    int desired = observation.cluster().effectiveSpec().gateway().replicas();
    boolean hadSome =
        former.desiredGateways() > 0
            && (former.readyGateways() > 0 || SAME_OUTAGE.stream().anyMatch(former::isDegradedBy));
    return desired > 0 && observation.readyReplicas() == 0 && hadSome
        ? Stream.of(
            new DegradedCause(
                Reason.NoGatewayReady,
                "No gateway is ready, and no client can connect: %d are desired."
                    .formatted(desired)))
        : Stream.of();
  }

  private static Stream<DegradedCause> neverReady(Pod pod, ObservationTime time) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    if (Pods.isReady(pod) || FINISHED.contains(String.valueOf(phase))) {
      return Stream.of();
    }
    var since =
        Pods.condition(pod, "Ready")
            .map(PodCondition::getLastTransitionTime)
            .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
            .flatMap(FormerStatus::parse);
    return since.isEmpty() || !time.isPast(since.get(), time.progressDeadline())
        ? Stream.of()
        : Stream.of(
            new DegradedCause(
                Reason.PodNotReady,
                "Pod %1$s has not been ready for more than %2$d s; its events and its log say why:"
                        .formatted(pod.getMetadata().getName(), time.progressDeadline().toSeconds())
                    + " kubectl describe pod -n %s %s"
                        .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName())));
  }

  private static Stream<DegradedCause> applyFailure(ApplyFailure applyFailure) {
    return applyFailure.temporary()
        ? Stream.of()
        : Stream.of(new DegradedCause(applyFailure.reason(), applyFailure.message()));
  }

  private static Stream<DegradedCause> replicaFailure(Deployment deployment) {
    var conditions = deployment.getStatus() == null ? null : deployment.getStatus().getConditions();
    return Optional.ofNullable(conditions).orElse(List.of()).stream()
        .filter(c -> c.getType().equals("ReplicaFailure") && c.getStatus().equals("True"))
        .map(
            c ->
                new DegradedCause(
                    c.getMessage().contains("exceeded quota")
                        ? Reason.QuotaExceeded
                        : Reason.PodsRefused,
                    "No further pod of %s can be created: %s"
                        .formatted(deployment.getMetadata().getName(), c.getMessage())));
  }

  private static Stream<DegradedCause> unschedulable(Pod pod) {
    return Pods.condition(pod, "PodScheduled").stream()
        .filter(c -> c.getStatus().equals("False") && "Unschedulable".equals(c.getReason()))
        .map(
            c ->
                new DegradedCause(
                    Reason.Unschedulable,
                    "Pod %s cannot be scheduled: %s"
                        .formatted(pod.getMetadata().getName(), stripped(c.getMessage()))));
  }

  private static Stream<DegradedCause> containerFailures(Pod pod, ObservationTime time) {
    var statuses = pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
    return Optional.ofNullable(statuses).orElse(List.of()).stream()
        .flatMap(status -> containerFailure(pod, status, time));
  }

  private static Stream<DegradedCause> containerFailure(
      Pod pod, ContainerStatus container, ObservationTime time) {
    var name = pod.getMetadata().getName();
    if (CrashLoop.isCrashLooping(container, time)) {
      return Stream.of(
          new DegradedCause(
              Reason.CrashLooping,
              "Container %s of pod %s exits again and again, last %s; its log says why: kubectl"
                      .formatted(container.getName(), name, terminationCause(container))
                  + " logs -n %s %s --previous".formatted(pod.getMetadata().getNamespace(), name)));
    }
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    if (waiting == null || waiting.getReason() == null) {
      return Stream.of();
    }
    if (PULL_FAILURES.contains(waiting.getReason())) {
      return Stream.of(
          new DegradedCause(
              Reason.ImagePullFailed,
              "Image %s of pod %s cannot be pulled: %s"
                  .formatted(image(pod, container), name, waitingMessage(waiting))));
    }
    if (START_FAILURES.contains(waiting.getReason())) {
      return Stream.of(
          new DegradedCause(
              Reason.ContainerCannotStart,
              "Container %s of pod %s cannot start: %s"
                  .formatted(container.getName(), name, waitingMessage(waiting))));
    }
    return Stream.of();
  }

  /** The image as the pod names it; the kubelet may report another name. */
  private static String image(Pod pod, ContainerStatus status) {
    return pod.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(status.getName()))
        .map(c -> c.getImage())
        .findFirst()
        .orElse(status.getImage());
  }

  /**
   * The kubelet alternates between the failure and "Back-off" with the same failure; the message
   * would change with it.
   */
  private static String waitingMessage(ContainerStateWaiting waiting) {
    var message = BACK_OFF.matcher(stripped(waiting.getMessage())).replaceFirst("");
    return message.isEmpty() ? waiting.getReason() : message;
  }

  private static String terminationCause(ContainerStatus container) {
    var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
    return last == null ? "for an unknown reason" : terminationCause(last);
  }

  private static String terminationCause(ContainerStateTerminated last) {
    return "OOMKilled".equals(last.getReason())
        ? "because it used more memory than its limit"
        : "with exit code " + last.getExitCode() + lastWords(last.getMessage());
  }

  /** The sentence with which the program ended, in parentheses; empty without one. */
  private static String lastWords(@Nullable String log) {
    var lines = stripped(log).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.contains(" cannot start: "))
        .findFirst()
        .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1)))
        .map(line -> line.length() > MAX_LAST_WORDS ? line.substring(0, MAX_LAST_WORDS) : line)
        .map(line -> " (" + line.strip() + ")")
        .orElse("");
  }

  private static String stripped(@Nullable String message) {
    return message == null ? "" : message.strip();
  }
}
