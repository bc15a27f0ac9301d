package io.wsfleet.gateway.bus.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which namespaces this gateway hears: the fixed ones always, others while somebody here uses them
 * and for a while longer, so that one who comes and goes costs nothing. Nobody need say that he is
 * gone: whoever sweeps asks which are in use.
 */
final class Earshot {
  private final Set<String> fixed;
  private final int max;
  private final long lingerMillis;
  private final Map<String, Long> lastWanted = new LinkedHashMap<>();

  /** No more than {@code max} are heard at a time, beside the fixed ones. */
  Earshot(Set<String> fixed, int max, long lingerMillis) {
    this.fixed = Set.copyOf(fixed);
    this.max = max;
    this.lingerMillis = lingerMillis;
  }

  /** What is to be done for one who wants a namespace heard. */
  enum Step {
    NOTHING,
    SUBSCRIBE,
    REFUSE
  }

  Set<String> fixed() {
    return fixed;
  }

  /** From any thread. */
  boolean isFixed(String namespace) {
    return fixed.contains(namespace);
  }

  Step want(String namespace, long now) {
    if (isFixed(namespace)) {
      return Step.NOTHING;
    }
    if (!lastWanted.containsKey(namespace)) {
      if (lastWanted.size() >= max) {
        return Step.REFUSE;
      }
      lastWanted.put(namespace, now);
      return Step.SUBSCRIBE;
    }
    lastWanted.put(namespace, now);
    return Step.NOTHING;
  }

  /** The namespaces that have been out of use for long enough; they are heard no more. */
  List<String> sweep(Set<String> inUse, long now) {
    List<String> unused = new ArrayList<>();
    lastWanted.replaceAll(
        (namespace, last) -> inUse.contains(namespace) ? Long.valueOf(now) : last);
    lastWanted
        .entrySet()
        .removeIf(
            each -> {
              boolean over = now - each.getValue() >= lingerMillis;
              return over && unused.add(each.getKey());
            });
    return unused;
  }

  int size() {
    return lastWanted.size();
  }
}
