package io.wsfleet.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of Engine.IO and Socket.IO. */
@ValidationRule(
    value = "self.path.matches('^/([A-Za-z0-9._~-]+/)+$')",
    fieldPath = ".path",
    message =
        "protocol.path must begin and end with a slash, as /socket.io/ does, and hold only"
            + " letters, digits and . _ ~ - between them")
@ValidationRule(
    value =
        "!has(self.corsOrigins) || self.corsOrigins.all(o, o == '*' ||"
            + " o.matches('^https?://[^/?#\\\\s,]+$'))",
    fieldPath = ".corsOrigins",
    message =
        "protocol.corsOrigins must be '*' or origins such as https://chat.example.com, without a"
            + " path")
public record ProtocolSpec(
    @JsonPropertyDescription("The path of the handshake; clients know it as their option 'path'.")
        @Default("/socket.io/")
        @Size(min = 3, max = 200)
        String path,
    @JsonPropertyDescription("How often a connection is checked by a ping.")
        @Default("25")
        @Min(1)
        @Max(3600)
        Integer pingIntervalSeconds,
    @JsonPropertyDescription(
            "How long the answer to a ping may take before the connection is closed.")
        @Default("20")
        @Min(1)
        @Max(3600)
        Integer pingTimeoutSeconds,
    @JsonPropertyDescription(
            "The largest message that a client may send. A larger one closes its connection.")
        @Default("1000000")
        @Min(1000)
        @Max(100000000)
        Integer maxPayloadBytes,
    @JsonPropertyDescription(
            "Whether clients of Socket.IO 2 (Engine.IO 3) are served beside those of 3 and 4.")
        @Default("true")
        Boolean legacyClients,
    @JsonPropertyDescription(
            "The origins whose pages may speak to the gateway over HTTP (CORS), such as"
                + " https://chat.example.com; '*' is every origin. Browsers do not apply CORS to"
                + " websockets, and neither does the gateway.")
        @Size(max = 64)
        List<@Size(max = 253) String> corsOrigins) {

  static final ProtocolSpec DEFAULT = new ProtocolSpec(null, null, null, null, null, null);

  public ProtocolSpec(
      @Nullable String path,
      @Nullable Integer pingIntervalSeconds,
      @Nullable Integer pingTimeoutSeconds,
      @Nullable Integer maxPayloadBytes,
      @Nullable Boolean legacyClients,
      @Nullable List<String> corsOrigins) {
    this.path = path == null ? "/socket.io/" : path;
    this.pingIntervalSeconds = pingIntervalSeconds == null ? 25 : pingIntervalSeconds;
    this.pingTimeoutSeconds = pingTimeoutSeconds == null ? 20 : pingTimeoutSeconds;
    this.maxPayloadBytes = maxPayloadBytes == null ? 1_000_000 : maxPayloadBytes;
    this.legacyClients = legacyClients == null || legacyClients;
    this.corsOrigins = corsOrigins == null ? List.of() : List.copyOf(corsOrigins);
  }
}
