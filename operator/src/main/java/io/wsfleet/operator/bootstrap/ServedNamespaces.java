package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.wsfleet.operator.api.WebSocketCluster;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the configured namespaces the operator can read now. A namespace that was deleted, or in
 * which it has no permission, must not keep it from serving the others; and while the API server
 * does not answer, it waits instead of ending, because the kubelet starts it again later each time.
 */
final class ServedNamespaces {

  /** What can be read now: names, or all namespaces. */
  private record Found(Set<String> names, boolean isAny) {}

  private static final Logger log = LoggerFactory.getLogger(ServedNamespaces.class);
  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Set<String> configured;
  private final KubernetesClient client;
  private final Duration retryInterval;
  private final TreeMap<String, String> problems = new TreeMap<>();

  /**
   * @param configured empty for all
   */
  ServedNamespaces(Set<String> configured, KubernetesClient client, Duration retryInterval) {
    this.configured = new TreeSet<>(configured);
    this.client = client;
    this.retryInterval = retryInterval;
  }

  /** Waits until the API server answers and at least one namespace can be read. */
  Set<String> await() throws InterruptedException {
    while (true) {
      try {
        var found = find();
        if (found.isAny() || !found.names().isEmpty()) {
          return found.names();
        }
      } catch (KubernetesClientException e) {
        report("", "The API server cannot be used: " + StartFailure.message(e));
      }
      TimeUnit.MILLISECONDS.sleep(retryInterval.toMillis());
    }
  }

  /**
   * Checks again and again, and reports another set of namespaces. Only a leader may change what it
   * serves: the framework begins to reconcile with the change.
   */
  ScheduledExecutorService watch(
      Set<String> served, BooleanSupplier isLeading, Consumer<Set<String>> change) {
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var thread = new Thread(task, "served-namespaces");
              thread.setDaemon(true);
              return thread;
            });
    var current = new TreeSet<>(served);
    executor.scheduleWithFixedDelay(
        () -> check(current, isLeading, change),
        retryInterval.toMillis(),
        retryInterval.toMillis(),
        TimeUnit.MILLISECONDS);
    return executor;
  }

  private void check(
      TreeSet<String> current, BooleanSupplier isLeading, Consumer<Set<String>> change) {
    try {
      var found = find().names();
      if (!found.isEmpty() && !found.equals(current) && isLeading.getAsBoolean()) {
        log.info("Serves {} now, and served {} before", found, current);
        change.accept(found);
        current.clear();
        current.addAll(found);
      }
    } catch (KubernetesClientException e) {
      log.debug("The namespaces cannot be checked: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("The served namespaces cannot be changed", e);
    }
  }

  private Found find() {
    if (configured.isEmpty()) {
      client.resources(WebSocketCluster.class).inAnyNamespace().list(ONE);
      report("", "");
      return new Found(Set.of(), true);
    }
    var readable = new TreeSet<String>();
    for (var namespace : configured) {
      try {
        client.resources(WebSocketCluster.class).inNamespace(namespace).list(ONE);
        readable.add(namespace);
        report(namespace, "");
      } catch (KubernetesClientException e) {
        if (e.getCode() != FORBIDDEN && e.getCode() != NOT_FOUND) {
          throw e;
        }
        report(
            namespace,
            "Does not serve the namespace %s: %s".formatted(namespace, StartFailure.message(e)));
      }
    }
    report("", "");
    return new Found(readable, false);
  }

  /** Logs each problem once, and that it is solved. */
  private void report(String namespace, String problem) {
    var former = problems.getOrDefault(namespace, "");
    if (problem.isEmpty()) {
      problems.remove(namespace);
    } else {
      problems.put(namespace, problem);
    }
    if (!problem.equals(former)) {
      if (!problem.isEmpty()) {
        log.warn("{}; trying again every {} s", problem, retryInterval.toSeconds());
      } else {
        log.info("Solved: {}", former);
      }
    }
  }
}
