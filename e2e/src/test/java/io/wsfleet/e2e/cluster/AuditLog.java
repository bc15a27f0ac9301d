package io.wsfleet.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.e2e.run.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The writes that reached the API server, from a moment on. */
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
      Path file = Settings.auditLog().orElseThrow();
      return new AuditLog(file, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a service account wrote since then, as {@code verb resource/name}. */
  public List<String> writesBy(String namespace, String serviceAccount) {
    String user = "system:serviceaccount:" + namespace + ":" + serviceAccount;
    var writes = new ArrayList<String>();
    try (var stream = Files.newInputStream(file);
        var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      stream.skipNBytes(start);
      // A line that is being written is not a line yet, and the next look will have it.
      for (String line = lines.readLine();
          line != null && line.endsWith("}");
          line = lines.readLine()) {
        JsonNode entry = JSON.readTree(line);
        if (!entry.at("/user/username").asText().equals(user)) continue;
        JsonNode object = entry.path("objectRef");
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
