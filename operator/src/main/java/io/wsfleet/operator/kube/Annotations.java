package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.wsfleet.operator.api.WebSocketCluster;

/** The annotation keys that users set on a WebSocketCluster, and those that the operator sets. */
public final class Annotations {

  /** "true": nothing of the fleet is changed, except by a failover of Redis. */
  public static final String PAUSED = "wsfleet.io/paused";

  /** On a Deployment: the spec that it was made for, as JSON. */
  public static final String SPEC = "wsfleet.io/spec";

  private Annotations() {}

  public static boolean isPaused(WebSocketCluster cluster) {
    return value(cluster, PAUSED).equals("true");
  }

  /** The value of an annotation; empty without it. */
  public static String value(HasMetadata object, String key) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(key, "");
  }
}
