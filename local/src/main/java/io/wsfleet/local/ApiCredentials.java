package io.wsfleet.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.local.api.Registry;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;

/** How a back end on this machine comes to a fleet's HTTP API: its address, and a token's file. */
final class ApiCredentials {
  private final Registry registry;
  private final Path file;
  private String written = "";

  ApiCredentials(Registry registry, Path file) {
    this.registry = registry;
    this.file = file;
  }

  /** The file holds what the Secret holds, also when that is made anew. */
  void writeToken(Resource resource) {
    String token = token(resource);
    if (!token.isEmpty() && !token.equals(written)) {
      written = write(token) ? token : "";
    }
  }

  private boolean write(String token) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(next, token);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException e) {
      // The folder was taken away; there is kubectl still.
      return false;
    }
  }

  /** What a person has to know of it. */
  Optional<String> hint(Resource resource) {
    return registry
        .get(Kinds.SERVICE.ref(resource.namespace(), apiName(resource)))
        .filter(service -> !written.isEmpty())
        .map(
            service ->
                "its HTTP API: http://%s:%d, the token is in %s"
                    .formatted(
                        service.text("/spec/clusterIP"),
                        service.number("/spec/ports/0/port", 0),
                        file));
  }

  private String token(Resource resource) {
    String named = resource.text("/spec/api/tokenSecret");
    String secret = named.isEmpty() ? apiName(resource) : named;
    return registry
        .get(Kinds.SECRET.ref(resource.namespace(), secret))
        .map(found -> new String(Base64.getDecoder().decode(found.text("/data/token")), UTF_8))
        .orElse("");
  }

  private static String apiName(Resource resource) {
    return resource.name() + "-api";
  }
}
