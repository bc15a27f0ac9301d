package io.wsfleet.gateway.adapter.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The namespaces that this gateway is subscribed to: the fixed ones always, others while they are
 * in use and for some time after that, so that a client that reconnects costs nothing. {@link
 * #removeUnused} is told which are in use; nothing has to be released.
 */
public final class NamespaceSubscriptions {
  private final Set<String> fixed;
  private final int maxDynamic;
  private final long lingerMillis;
  private final Map<String, Long> lastUsed = new LinkedHashMap<>();

  /** Allows at most {@code max} at a time besides the fixed ones. */
  public NamespaceSubscriptions(Set<String> fixed, int max, long lingerMillis) {
    this.fixed = Set.copyOf(fixed);
    this.maxDynamic = max;
    this.lingerMillis = lingerMillis;
  }

  /** What has to be done before a namespace is used. */
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

  /** Removes and returns the namespaces that have been unused for long enough. */
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
