package io.wsfleet.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.e2e.run.E2eSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The writes in the API server's audit log since a moment. */
public final class AuditLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final long start;

  private AuditLog(Path file, long start) {
    this.file = file;
    this.start = start;
  }

  public static AuditLog fromNow() {
    try {
      Path file = E2eSettings.auditLog().orElseThrow();
      return new AuditLog(file, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The writes of the operator since then in the namespaces of the test and of the operator, as
   * {@code verb resource/name}. Other fleets of the cluster may change meanwhile.
   */
  public List<String> writesByTheOperator(String serviceAccount, String namespace) {
    String user = "system:serviceaccount:" + OperatorInstall.NAMESPACE + ":" + serviceAccount;
    Set<String> namespaces = Set.of(OperatorInstall.NAMESPACE, namespace, "");
    var writes = new ArrayList<String>();
    try (var stream = Files.newInputStream(file);
        var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      stream.skipNBytes(start);
      // A line that is being written is incomplete; the next read will have it.
      for (String line = lines.readLine();
          line != null && line.endsWith("}");
          line = lines.readLine()) {
        JsonNode entry = JSON.readTree(line);
        if (!entry.at("/user/username").asText().equals(user)) continue;
        JsonNode object = entry.path("objectRef");
        if (!namespaces.contains(object.path("namespace").asText())) continue;
        writes.add(
            "%s %s/%s"
                .formatted(
                    entry.path("verb").asText(),
                    object.path("resource").asText(),
                    object.path("name").asText()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return writes;
  }
}
