package io.wsfleet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The kubeconfig file with which kubectl and the operator reach the API server, and the secret in
 * it.
 */
record Kubeconfig(String server, String secret) {

  static String newSecret() {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /** Writes a file that only its owner can read: the secret permits everything. */
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
