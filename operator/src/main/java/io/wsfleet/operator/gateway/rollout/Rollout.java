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
 *   <li>Pods that do not serve go before pods that do, and older revisions before newer ones. Pods
 *       of which nothing is reported yet are neither.
 *   <li>A former revision without pods is finished.
 *   <li>Former ones that are not connected with the current one, because their bus is another one,
 *       end first; the current one gets its pods when theirs are gone. Otherwise clients of the one
 *       would not receive the messages of the other.
 * </ol>
 *
 * At no step do fewer pods serve than desired, unless fewer did before, or revisions are not
 * connected.
 */
public final class Rollout {

  private Rollout() {}

  /**
   * @param current the revision that the spec asks for
   * @param former all the others, oldest first
   */
  public static RolloutPlan plan(int desired, RevisionState current, List<RevisionState> former) {
    var connected = former.stream().filter(RevisionState::isConnected).toList();
    var keep = shrink(connected, Math.max(0, desired - Math.min(current.available(), desired)));
    former.stream().filter(f -> !f.isConnected()).forEach(f -> keep.put(f.revision(), 0));
    var finished = new HashSet<String>();
    former.stream()
        .filter(f -> f.replicas() == 0 && (f.isConnected() || f.pods() == 0))
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
    if (former.stream().anyMatch(f -> !f.isConnected() && (f.replicas() > 0 || f.pods() > 0))) {
      return Math.min(desired, current.replicas());
    }
    int others = former.stream().mapToInt(RevisionState::replicas).sum();
    int room = others == 0 ? desired : desired + surge(desired) - others;
    return Math.min(desired, Math.max(room, current.replicas()));
  }

  private static Map<String, Integer> shrink(List<RevisionState> former, int needed) {
    var keep = new HashMap<String, Integer>();
    former.forEach(f -> keep.put(f.revision(), f.replicas()));
    int surplus = former.stream().mapToInt(RevisionState::replicas).sum() - needed;
    for (var revision : former) {
      surplus -= remove(keep, revision, Math.min(surplus, revision.replicas() - revision.atMost()));
    }
    int spare = former.stream().mapToInt(RevisionState::available).sum() - needed;
    for (var revision : former) {
      spare -= remove(keep, revision, Math.min(spare, revision.available()));
    }
    return keep;
  }

  private static int remove(Map<String, Integer> keep, RevisionState revision, int pods) {
    int taken = Math.max(0, pods);
    keep.merge(revision.revision(), -taken, Integer::sum);
    return taken;
  }
}
