package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;

/**
 * The label keys, all of them here. ARCHITECTURE.md lists them, since other tools select on them.
 */
public final class Labels {

  public static final String CLUSTER = "wsfleet.io/cluster";
  public static final String REVISION = "wsfleet.io/revision";
  public static final String REDIS_ROLE = "wsfleet.io/redis-role";

  /** On the pods that gateways subscribe to; the value is "true". */
  public static final String REDIS_READABLE = "wsfleet.io/redis-readable";

  public static final String COMPONENT = "app.kubernetes.io/component";

  public static final String GATEWAY = "gateway";
  public static final String API = "api";
  public static final String REDIS = "redis";
  public static final String REDIS_MASTER = "redis-master";
  public static final String REDIS_REPLICA = "redis-replica";

  private Labels() {}

  /** The labels of every object of a cluster. */
  public static Map<String, String> of(String cluster) {
    return sorted(
        Map.of(
            CLUSTER,
            cluster,
            "app.kubernetes.io/name",
            "wsfleet",
            "app.kubernetes.io/instance",
            cluster,
            "app.kubernetes.io/managed-by",
            "wsfleet-operator"));
  }

  /** The labels of every object of one component. */
  public static Map<String, String> of(String cluster, String component) {
    return with(of(cluster), COMPONENT, component);
  }

  /** The selector for the pods of one component; that of a Deployment is immutable. */
  public static Map<String, String> selector(String cluster, String component) {
    return sorted(Map.of(CLUSTER, cluster, COMPONENT, component));
  }

  public static Map<String, String> with(Map<String, String> labels, String key, String value) {
    var more = new TreeMap<>(labels);
    more.put(key, value);
    return more;
  }

  /** The value of a label; empty without it. */
  public static String value(HasMetadata object, String key) {
    var labels = object.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(key, "");
  }

  private static Map<String, String> sorted(Map<String, String> labels) {
    return new TreeMap<>(labels);
  }
}
