package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A volume for one claim: from the default StorageClass, otherwise a directory of this node. */
public record TestVolume(Optional<Path> folder, String storageClass) implements AutoCloseable {

  /** The second must be the node itself, which whoever has the node tool is on. */
  public static TestVolume one(String name) {
    return hasDefaultClass() ? new TestVolume(Optional.empty(), "") : onThisNode(name);
  }

  /** What a claim says to have it. */
  public String claim() {
    return storageClass.isEmpty()
        ? "{size: 1Gi}"
        : "{size: 1Gi, storageClassName: %s}".formatted(storageClass);
  }

  private static boolean hasDefaultClass() {
    return KubernetesCluster.client().storage().v1().storageClasses().list().getItems().stream()
        .anyMatch(TestVolume::isDefault);
  }

  private static boolean isDefault(StorageClass each) {
    var annotations = each.getMetadata().getAnnotations();
    return annotations != null
        && "true".equals(annotations.get("storageclass.kubernetes.io/is-default-class"));
  }

  private static TestVolume onThisNode(String name) {
    try {
      Path folder = Files.createTempDirectory("wsfleet-e2e-volume");
      // A hostPath volume is given to nobody: whoever the pod runs as must be able to write.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      Kubectl.apply(
          "default",
          """
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: %1$s}
          spec:
            capacity: {storage: 1Gi}
            accessModes: [ReadWriteOnce]
            persistentVolumeReclaimPolicy: Retain
            storageClassName: %1$s
            hostPath: {path: %2$s, type: Directory}
          """
              .formatted(name, folder));
      return new TestVolume(Optional.of(folder), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (folder.isEmpty()) return;
    Kubectl.tryRun("delete", "pv", storageClass, "--ignore-not-found", "--timeout=30s");
    try (Stream<Path> files = Files.walk(folder.get())) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
