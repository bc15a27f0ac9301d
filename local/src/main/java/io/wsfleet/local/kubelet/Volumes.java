package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.kubelet.Programs.CannotStart;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Volumes as folders, readable by the user alone: below the pod's own, and below that of the claims
 * for what outlives pods.
 */
record Volumes(Cluster cluster, Path podFolder, Path claims) {

  /** The folder that stands for each path at which the container mounts something. */
  Map<String, Path> mount(Resource pod, Container container) throws CannotStart, IOException {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (Map.Entry<String, String> mount : container.mounts().entrySet()) {
      for (JsonNode volume : pod.at("/spec/volumes")) {
        if (volume.path("name").asText().equals(mount.getValue())) {
          mounts.put(mount.getKey(), folder(pod, volume));
        }
      }
    }
    return mounts;
  }

  String value(String namespace, String reference, String name, String key) throws CannotStart {
    boolean secret = reference.equals("secretKeyRef");
    Map<String, byte[]> data = data(secret ? Kinds.SECRET : Kinds.CONFIG_MAP, namespace, name);
    byte[] value = data.get(key);
    if (value == null) {
      throw new CannotStart(
          "CreateContainerConfigError",
          "couldn't find key " + key + " in " + namespace + "/" + name);
    }
    return new String(value, StandardCharsets.UTF_8);
  }

  private Path folder(Resource pod, JsonNode volume) throws CannotStart, IOException {
    if (volume.has("persistentVolumeClaim")) {
      return claimed(pod.namespace(), volume.at("/persistentVolumeClaim/claimName").asText());
    }
    Path folder = makeFolder(podFolder.resolve(volume.path("name").asText()));
    if (volume.has("secret")) {
      String name = volume.at("/secret/secretName").asText();
      writeFiles(folder, data(Kinds.SECRET, pod.namespace(), name));
    } else if (volume.has("configMap")) {
      String name = volume.at("/configMap/name").asText();
      writeFiles(folder, data(Kinds.CONFIG_MAP, pod.namespace(), name));
    }
    return folder;
  }

  private Path claimed(String namespace, String name) throws CannotStart, IOException {
    Resource claim =
        cluster
            .get(Kinds.CLAIM.ref(namespace, name))
            .orElseThrow(() -> waitsFor(name, "not found"));
    if (!claim.text("/status/phase").equals("Bound")) {
      throw waitsFor(name, "is not bound yet");
    }
    return makeFolder(claims.resolve(claim.text("/spec/volumeName")));
  }

  private static CannotStart waitsFor(String claim, String why) {
    return new CannotStart(
        "ContainerCreating", "persistentvolumeclaim \"%s\" %s".formatted(claim, why));
  }

  private Map<String, byte[]> data(Kind kind, String namespace, String name) throws CannotStart {
    Resource found =
        cluster
            .get(kind.ref(namespace, name))
            .orElseThrow(
                () ->
                    new CannotStart(
                        "CreateContainerConfigError",
                        "%s \"%s\" not found".formatted(kind.singular(), name)));
    Map<String, byte[]> data = new LinkedHashMap<>();
    Json.strings(found.at("/data"))
        .forEach(
            (key, value) ->
                data.put(
                    key,
                    kind.equals(Kinds.SECRET)
                        ? Base64.getDecoder().decode(value)
                        : value.getBytes(StandardCharsets.UTF_8)));
    return data;
  }

  static Path makeFolder(Path folder) throws IOException {
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void writeFiles(Path folder, Map<String, byte[]> data) throws IOException {
    for (Map.Entry<String, byte[]> entry : data.entrySet()) {
      // A key has no slash in a cluster; here nothing else has checked that.
      Path file = folder.resolve(Path.of(entry.getKey()).getFileName());
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.write(file, entry.getValue());
    }
  }
}
