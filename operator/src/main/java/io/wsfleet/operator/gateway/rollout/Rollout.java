package io.wsfleet.operator.gateway.rollout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Decides the next step of a rollout, whenever something has changed.
 *
 * <ol>
 *   <li>Alone, the current revision gets the desired number at once.
 *   <li>Beside former ones it grows into the number that they leave free, plus a surge of a quarter
 *       of the desired number and at least one.
 *   <li>The former ones together keep as many pods as the current one does not yet replace. So they
 *       shrink only as it becomes available, and a new image that never does leaves them unchanged.
 *   <li>Pods that do not serve go before pods that do, and older revisions before newer ones.
 *   <li>A former revision without pods is finished.
 * </ol>
 *
 * At no step do fewer pods serve than desired, unless fewer did before.
 */
public final class Rollout {

  private Rollout() {}

  /**
   * @param current the revision that the spec asks for
   * @param former all the others, oldest first
   */
  public static RolloutPlan plan(int desired, RevisionState current, List<RevisionState> former) {
    var keep = shrink(former, Math.max(0, desired - Math.min(current.available(), desired)));
    var finished = new HashSet<String>();
    former.stream()
        .filter(f -> f.replicas() == 0)
        .map(RevisionState::revision)
        .forEach(finished::add);
    finished.forEach(keep::remove);
    return new RolloutPlan(grow(desired, current, former), keep, finished);
  }

  /** From 1 for a few pods to a quarter of the desired number. */
  static int surge(int desired) {
    return Math.max(1, (desired + 3) / 4);
  }

  /**
   * Counts the former pods as they are now: a step that removes some may not have been carried out.
   */
  private static int grow(int desired, RevisionState current, List<RevisionState> former) {
    int others = former.stream().mapToInt(RevisionState::replicas).sum();
    int room = others == 0 ? desired : desired + surge(desired) - others;
    return Math.min(desired, Math.max(room, current.replicas()));
  }

  private static Map<String, Integer> shrink(List<RevisionState> former, int needed) {
    var keep = new HashMap<String, Integer>();
    former.forEach(f -> keep.put(f.revision(), f.replicas()));
    int surplus = former.stream().mapToInt(RevisionState::replicas).sum() - needed;
    for (var revision : former) {
      surplus -=
          remove(keep, revision, Math.min(surplus, revision.replicas() - revision.available()));
    }
    for (var revision : former) {
      surplus -= remove(keep, revision, Math.min(surplus, revision.available()));
    }
    return keep;
  }

  private static int remove(Map<String, Integer> keep, RevisionState revision, int pods) {
    int taken = Math.max(0, pods);
    keep.merge(revision.revision(), -taken, Integer::sum);
    return taken;
  }
}
