package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every status of a WebSocketCluster from now on, as a watch shows them. */
public final class StatusHistory implements AutoCloseable {

  private final List<Map<String, Object>> statuses = new CopyOnWriteArrayList<>();
  private final Watch watch;

  private StatusHistory(DeployedCluster deployedCluster) {
    this.watch =
        KubernetesCluster.client()
            .genericKubernetesResources("wsfleet.io/v1alpha1", "WebSocketCluster")
            .inNamespace(deployedCluster.namespace())
            .withName(deployedCluster.name())
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource resource) {
                    Map<String, Object> status = resource.get("status");
                    if (status != null) statuses.add(status);
                  }

                  @Override
                  public void onClose(WatcherException failure) {
                    statuses.add(Map.of("conditions", List.of()));
                  }
                });
  }

  public static StatusHistory of(DeployedCluster deployedCluster) {
    return new StatusHistory(deployedCluster);
  }

  /** The values of a condition in their order, such as False, True; with their reasons. */
  public List<String> changes(String type) {
    var changes = new ArrayList<String>();
    for (var status : statuses) {
      var value = value(status, type, "status");
      if (!value.isEmpty()
          && (changes.isEmpty() || !changes.get(changes.size() - 1).startsWith(value))) {
        changes.add(value + " " + value(status, type, "reason"));
      }
    }
    return changes;
  }

  /** The same without the reasons. */
  public List<String> values(String type) {
    return changes(type).stream().map(change -> change.substring(0, change.indexOf(' '))).toList();
  }

  @SuppressWarnings("unchecked")
  private static String value(Map<String, Object> status, String type, String field) {
    var conditions = (List<Map<String, Object>>) status.getOrDefault("conditions", List.of());
    return conditions.stream()
        .filter(condition -> type.equals(condition.get("type")))
        .map(condition -> String.valueOf(condition.get(field)))
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    watch.close();
  }
}
