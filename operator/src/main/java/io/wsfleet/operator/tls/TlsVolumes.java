package io.wsfleet.operator.tls;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ObjectTemplates;
import java.util.List;

/**
 * The volume and mount of a pod template with TLS. It has no content of the Secret, so that a
 * renewal replaces no pod.
 */
public final class TlsVolumes {

  private static final String VOLUME = "tls";

  private TlsVolumes() {}

  public static List<Volume> volumes(WebSocketCluster cluster) {
    return TlsSecret.isEnabled(cluster)
        ? List.of(
            ObjectTemplates.secretVolume(
                VOLUME,
                TlsSecret.name(cluster),
                TlsSecret.CERTIFICATE,
                TlsSecret.KEY,
                TlsSecret.CA_BUNDLE))
        : List.of();
  }

  public static List<VolumeMount> mounts(WebSocketCluster cluster) {
    return TlsSecret.isEnabled(cluster)
        ? List.of(ObjectTemplates.readOnlyMount(VOLUME, TlsSecret.MOUNT_PATH))
        : List.of();
  }
}
