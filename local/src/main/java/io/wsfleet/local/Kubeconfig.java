package io.wsfleet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** How kubectl and the operator find the API server, and the secret that it asks for. */
record Kubeconfig(String server, String secret) {

  static String newSecret() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** Readable by the user alone: whoever has it may do everything with the fleet. */
  void write(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, text().getBytes(StandardCharsets.UTF_8));
  }

  private String text() {
    return """
        apiVersion: v1
        kind: Config
        current-context: wsfleet
        clusters:
          - name: wsfleet
            cluster:
              server: %s/%s
        contexts:
          - name: wsfleet
            context: {cluster: wsfleet, namespace: default, user: wsfleet}
        users:
          - name: wsfleet
            user: {as: "%s"}
        """
        .formatted(server, secret, secret);
  }
}
