package io.wsfleet.operator.tls;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Parts;
import java.util.List;

/** What a pod template has more where there is TLS: never the content, so that it may change. */
public final class TlsParts {

  private static final String VOLUME = "tls";

  private TlsParts() {}

  public static List<Volume> volumes(WebSocketCluster cluster) {
    return TlsSecret.isNamed(cluster)
        ? List.of(Parts.secret(VOLUME, TlsSecret.name(cluster)))
        : List.of();
  }

  public static List<VolumeMount> mounts(WebSocketCluster cluster) {
    return TlsSecret.isNamed(cluster) ? List.of(Parts.mount(VOLUME, TlsSecret.FOLDER)) : List.of();
  }
}
