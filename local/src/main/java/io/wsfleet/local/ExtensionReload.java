package io.wsfleet.local;

import io.wsfleet.local.model.PodPhase;
import io.wsfleet.local.model.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which gateway is restarted when the jars of extensions change: one after the other, the
 * next one when all restarted ones are ready. So a jar that does not load costs one gateway, and
 * the others go on with the former jars until it is corrected. Used by one thread.
 */
final class ExtensionReload {
  private Map<String, String> seen;
  private Map<String, String> loaded;
  private Set<String> outdated = Set.of();
  private int wanted;
  private boolean isReported;

  ExtensionReload(Map<String, String> jars) {
    seen = jars;
    loaded = jars;
  }

  /** What happens next: lines for the user, and at most one pod to delete. */
  record Step(List<String> lines, Optional<Resource> restart) {}

  /**
   * Called periodically. A change counts when the jars are the same in two calls in a row, since a
   * build writes a jar over some time.
   *
   * @param gateways the pods of all gateways
   */
  Step next(Map<String, String> jars, List<Resource> gateways) {
    boolean isStable = jars.equals(seen);
    seen = jars;
    if (isStable && !jars.equals(loaded)) {
      loaded = jars;
      outdated =
          gateways.stream().map(Resource::uid).collect(Collectors.toCollection(HashSet::new));
      wanted = gateways.size();
      isReported = false;
      return new Step(
          List.of("the extensions changed; restarting the gateways one after the other"),
          Optional.empty());
    }
    if (outdated.isEmpty()) {
      return new Step(List.of(), Optional.empty());
    }
    List<Resource> old = gateways.stream().filter(pod -> outdated.contains(pod.uid())).toList();
    List<Resource> restarted =
        gateways.stream().filter(pod -> !outdated.contains(pod.uid())).toList();
    List<String> lines = new ArrayList<>();
    restarted.stream()
        .filter(pod -> PodPhase.of(pod).equals("CrashLoopBackOff") && !isReported)
        .findFirst()
        .ifPresent(
            pod -> {
              isReported = true;
              lines.add(
                  "gateway %s does not start with the changed extensions; ./wsfleet logs %s says why; the other gateways keep the former ones"
                      .formatted(pod.name(), pod.name()));
            });
    boolean isSettled =
        gateways.size() >= wanted
            && gateways.stream().noneMatch(Resource::isDeleting)
            && restarted.stream().allMatch(ExtensionReload::isReady);
    if (!isSettled) {
      return new Step(lines, Optional.empty());
    }
    if (old.isEmpty()) {
      outdated = Set.of();
      lines.add("all gateways have the changed extensions");
    }
    return new Step(lines, old.stream().min(Comparator.comparing(ExtensionReload::isReady)));
  }

  private static boolean isReady(Resource pod) {
    return pod.condition("Ready").equals("True");
  }
}
