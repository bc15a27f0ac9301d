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

/** The address of a fleet's HTTP API on this machine, and the file with its token. */
final class ApiCredentials {
  private final Registry registry;
  private final Path file;
  private String written = "";

  ApiCredentials(Registry registry, Path file) {
    this.registry = registry;
    this.file = file;
  }

  /** Writes the token of the Secret to the file, again whenever the Secret changes. */
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
      // The directory was deleted; kubectl can still read the Secret.
      return false;
    }
  }

  /** The address and the token file, as a line for the user. */
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
