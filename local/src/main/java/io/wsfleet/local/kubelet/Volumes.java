package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.kubelet.ProgramCatalog.ContainerStartException;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The volumes of a pod as directories that only their owner can read: in the directory of the pod,
 * or in that of the claims for what outlives pods.
 */
record Volumes(Registry registry, Path podFolder, Path claims) {

  /** The directory for each path at which the container mounts a volume. */
  Map<String, Path> mount(Resource pod, ContainerSpec containerSpec)
      throws ContainerStartException, IOException {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (Map.Entry<String, String> mount : containerSpec.mounts().entrySet()) {
      for (JsonNode volume : pod.at("/spec/volumes")) {
        if (volume.path("name").asText().equals(mount.getValue())) {
          mounts.put(mount.getKey(), folder(pod, volume));
        }
      }
    }
    return mounts;
  }

  String value(String namespace, String reference, String name, String key)
      throws ContainerStartException {
    boolean secret = reference.equals("secretKeyRef");
    Map<String, byte[]> data =
        data(require(secret ? Kinds.SECRET : Kinds.CONFIG_MAP, namespace, name));
    byte[] value = data.get(key);
    if (value == null) {
      throw new ContainerStartException(
          "CreateContainerConfigError",
          "couldn't find key " + key + " in " + namespace + "/" + name);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private Path folder(Resource pod, JsonNode volume) throws ContainerStartException, IOException {
    if (volume.has("persistentVolumeClaim")) {
      return claimDirectory(
          pod.namespace(), volume.at("/persistentVolumeClaim/claimName").asText());
    }
    Path folder = makeFolder(podFolder.resolve(volume.path("name").asText()));
    Resource source = source(pod, volume);
    if (source != null) {
      writeFiles(folder, data(source, volume));
    }
    return folder;
  }

  /**
   * Writes mounted Secrets and ConfigMaps again if they changed, as a kubelet does. If one is gone
   * or cannot be read, its files stay.
   *
   * @param versions the versions that were written last
   */
  void refresh(Resource pod, Map<String, String> versions) throws IOException {
    for (JsonNode volume : pod.at("/spec/volumes")) {
      String name = volume.path("name").asText();
      try {
        Resource source = source(pod, volume);
        if (source == null || !Files.exists(podFolder.resolve(name))) {
          continue;
        }
        String version = source.text("/metadata/resourceVersion");
        if (!version.equals(versions.put(name, version))) {
          writeFiles(podFolder.resolve(name), data(source, volume));
        }
      } catch (ContainerStartException | IllegalArgumentException unusable) {
        continue;
      }
    }
  }

  private @Nullable Resource source(Resource pod, JsonNode volume) throws ContainerStartException {
    if (volume.has("secret")) {
      return require(Kinds.SECRET, pod.namespace(), volume.at("/secret/secretName").asText());
    }
    if (volume.has("configMap")) {
      return require(Kinds.CONFIG_MAP, pod.namespace(), volume.at("/configMap/name").asText());
    }
    return null;
  }

  private Path claimDirectory(String namespace, String name)
      throws ContainerStartException, IOException {
    Resource claim =
        registry
            .get(Kinds.PERSISTENT_VOLUME_CLAIM.ref(namespace, name))
            .orElseThrow(() -> waitingForClaim(name, "not found"));
    if (!claim.text("/status/phase").equals("Bound")) {
      throw waitingForClaim(name, "is not bound yet");
    }
    return makeFolder(claims.resolve(claim.text("/spec/volumeName")));
  }

  private static ContainerStartException waitingForClaim(String claim, String why) {
    return new ContainerStartException(
        "ContainerCreating", "persistentvolumeclaim \"%s\" %s".formatted(claim, why));
  }

  private Resource require(Kind kind, String namespace, String name)
      throws ContainerStartException {
    return registry
        .get(kind.ref(namespace, name))
        .orElseThrow(
            () ->
                new ContainerStartException(
                    "CreateContainerConfigError",
                    "%s \"%s\" not found".formatted(kind.singular(), name)));
  }

  /** The keys that the volume names; all keys if it names none. */
  private static Map<String, byte[]> data(Resource source, JsonNode volume)
      throws ContainerStartException {
    Map<String, byte[]> all = data(source);
    JsonNode items = volume.at(volume.has("secret") ? "/secret/items" : "/configMap/items");
    if (items.isEmpty()) {
      return all;
    }
    Map<String, byte[]> named = new LinkedHashMap<>();
    for (JsonNode item : items) {
      byte[] value = all.get(item.path("key").asText());
      if (value == null) {
        throw new ContainerStartException(
            "ContainerCreating",
            "%s \"%s\" has no key %s"
                .formatted(source.kind().singular(), source.name(), item.path("key").asText()));
      }
      named.put(item.path("path").asText(), value);
    }
    return named;
  }

  private static Map<String, byte[]> data(Resource source) {
    Map<String, byte[]> data = new LinkedHashMap<>();
    Json.strings(source.at("/data"))
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    source.kind().equals(Kinds.SECRET)
                        ? Base64.getDecoder().decode(value)
                        : value.getBytes(StandardCharsets.UTF_8)));
    return data;
  }

  static Path makeFolder(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Writes each file atomically and readable by its owner only. */
  private static void writeFiles(Path folder, Map<String, byte[]> data) throws IOException {
    for (Map.Entry<String, byte[]> entry : data.entrySet()) {
      // A key has no slash in a cluster; here nothing else has checked that.
      Path file = folder.resolve(Path.of(entry.getKey()).getFileName());
      Path next = Files.createTempFile(folder, ".", ".next");
      Files.write(next, entry.getValue());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
