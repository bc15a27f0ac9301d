package io.wsfleet.gateway.adapter.protocol;

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
public final class NamespaceSubscriptions {
  private final Set<String> fixed;
  private final int maxDynamic;
  private final long lingerMillis;
  private final Map<String, Long> lastUsed = new LinkedHashMap<>();

  /** No more than {@code max} are heard at a time, beside the fixed ones. */
  public NamespaceSubscriptions(Set<String> fixed, int max, long lingerMillis) {
    this.fixed = Set.copyOf(fixed);
    this.maxDynamic = max;
    this.lingerMillis = lingerMillis;
  }

  /** What is to be done for one who wants a namespace heard. */
  public enum Action {
    NONE,
    SUBSCRIBE,
    REJECT
  }

  public Set<String> fixed() {
    return fixed;
  }

  /** From any thread. */
  public boolean isFixed(String namespace) {
    return fixed.contains(namespace);
  }

  public Action use(String namespace, long now) {
    if (isFixed(namespace)) {
      return Action.NONE;
    }
    if (!lastUsed.containsKey(namespace)) {
      if (lastUsed.size() >= maxDynamic) {
        return Action.REJECT;
      }
      lastUsed.put(namespace, now);
      return Action.SUBSCRIBE;
    }
    lastUsed.put(namespace, now);
    return Action.NONE;
  }

  /** The namespaces that have been out of use for long enough; they are heard no more. */
  public List<String> removeUnused(Set<String> inUse, long now) {
    List<String> unused = new ArrayList<>();
    lastUsed.replaceAll((namespace, last) -> inUse.contains(namespace) ? Long.valueOf(now) : last);
    lastUsed
        .entrySet()
        .removeIf(
            each -> {
              boolean over = now - each.getValue() >= lingerMillis;
              return over && unused.add(each.getKey());
            });
    return unused;
  }

  int size() {
    return lastUsed.size();
  }
}
