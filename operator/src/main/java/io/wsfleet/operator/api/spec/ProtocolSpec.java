package io.wsfleet.operator.api.spec;

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
            + " o.matches('^https?://([*][.])?[^/?#*\\\\s,]+$'))",
    fieldPath = ".corsOrigins",
    message =
        "protocol.corsOrigins must be '*' or origins such as https://chat.example.com or"
            + " https://*.example.com, without a path")
@ValidationRule(
    value =
        "!self.corsCredentials || !has(self.corsOrigins) || !self.corsOrigins.exists(o, o == '*')",
    fieldPath = ".corsCredentials",
    message =
        "protocol.corsCredentials does not go together with the origin '*': browsers refuse it;"
            + " list the origins")
@ValidationRule(
    value =
        "!has(self.trustedProxies) || self.trustedProxies.all(p,"
            + " p.matches('^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$'))",
    fieldPath = ".trustedProxies",
    message =
        "protocol.trustedProxies must be addresses such as 10.0.0.1 or networks such as"
            + " 10.0.0.0/8")
@ValidationRule(
    value = "!has(self.namespaces) || self.namespaces.all(n, n.matches('^/[^,?\\\\s]+$'))",
    fieldPath = ".namespaces",
    message =
        "protocol.namespaces must be names such as /chat or /tenant-*: a slash, then anything but"
            + " commas, question marks and spaces; / itself is always there")
@ValidationRule(
    value = "!has(self.cookie) || self.cookie.matches('^[A-Za-z0-9._-]+$')",
    fieldPath = ".cookie",
    message = "protocol.cookie must be the name of a cookie: letters, digits and . _ -")
public record ProtocolSpec(
    @JsonPropertyDescription("The path of the handshake; clients know it as their option 'path'.")
        @Default("/socket.io/")
        @Size(min = 3, max = 200)
        String path,
    @JsonPropertyDescription("The interval between two pings of a connection, in seconds.")
        @Default("25")
        @Min(1)
        @Max(3600)
        Integer pingIntervalSeconds,
    @JsonPropertyDescription(
            "Time limit for the reply to a ping, in seconds; then the connection is closed.")
        @Default("20")
        @Min(1)
        @Max(3600)
        Integer pingTimeoutSeconds,
    @JsonPropertyDescription(
            "The interval between two pings in milliseconds, instead of pingIntervalSeconds.")
        @Min(100)
        @Max(3600000)
        @Nullable Integer pingIntervalMillis,
    @JsonPropertyDescription(
            "Time limit for the reply to a ping in milliseconds, instead of pingTimeoutSeconds.")
        @Min(100)
        @Max(3600000)
        @Nullable Integer pingTimeoutMillis,
    @JsonPropertyDescription(
            "The largest message that a client may send. A larger one closes its connection.")
        @Default("1000000")
        @Min(1000)
        @Max(100000000)
        Integer maxPayloadBytes,
    @JsonPropertyDescription(
            "Whether clients of Socket.IO 2 (Engine.IO 3) are accepted, beside those of 3 and 4.")
        @Default("true")
        Boolean legacyClients,
    @JsonPropertyDescription(
            "The origins whose pages may use HTTP requests to the gateway (CORS), such as"
                + " https://chat.example.com, or https://*.example.com for all its subdomains; * is"
                + " every origin. Browsers do not apply CORS to"
                + " websockets, and neither does the gateway.")
        @Size(max = 64)
        List<@Size(max = 253) String> corsOrigins,
    @JsonPropertyDescription("Whether pages of these origins may send cookies.") @Default("false")
        Boolean corsCredentials,
    @JsonPropertyDescription(
            "The addresses or networks of proxies before the gateways. Only from them the headers"
                + " X-Forwarded-For and Forwarded and the PROXY protocol (1 and 2) are believed;"
                + " without it the clients behind a proxy are one address.")
        @Size(max = 64)
        List<@Size(max = 64) String> trustedProxies,
    @JsonPropertyDescription(
            "The namespaces that clients may join beside /; * stands for one or more characters"
                + " except slashes, as in /tenant-*.")
        @Size(max = 64)
        List<@Size(min = 2, max = 128) String> namespaces,
    @JsonPropertyDescription("The transports that clients may use.")
        @Default("[\"polling\",\"websocket\"]")
        @Size(min = 1, max = 2)
        List<Transport> transports,
    @JsonPropertyDescription(
            "The name of a cookie with the session id, for proxies that need one. Default: no"
                + " cookie.")
        @Size(min = 1, max = 64)
        @Nullable String cookie,
    @JsonPropertyDescription("Whether long responses to polling clients are compressed.")
        @Default("true")
        Boolean httpCompression,
    @JsonPropertyDescription(
            "Whether websocket messages are compressed (permessage-deflate). It costs memory and"
                + " time for each connection.")
        @Default("false")
        Boolean perMessageDeflate) {

  static final ProtocolSpec DEFAULT =
      new ProtocolSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** A transport of Engine.IO, with its own name. */
  public enum Transport {
    polling,
    websocket
  }

  public ProtocolSpec(
      @Nullable String path,
      @Nullable Integer pingIntervalSeconds,
      @Nullable Integer pingTimeoutSeconds,
      @Nullable Integer pingIntervalMillis,
      @Nullable Integer pingTimeoutMillis,
      @Nullable Integer maxPayloadBytes,
      @Nullable Boolean legacyClients,
      @Nullable List<String> corsOrigins,
      @Nullable Boolean corsCredentials,
      @Nullable List<String> trustedProxies,
      @Nullable List<String> namespaces,
      @Nullable List<Transport> transports,
      @Nullable String cookie,
      @Nullable Boolean httpCompression,
      @Nullable Boolean perMessageDeflate) {
    this.path = path == null ? "/socket.io/" : path;
    this.pingIntervalSeconds = pingIntervalSeconds == null ? 25 : pingIntervalSeconds;
    this.pingTimeoutSeconds = pingTimeoutSeconds == null ? 20 : pingTimeoutSeconds;
    this.pingIntervalMillis = pingIntervalMillis;
    this.pingTimeoutMillis = pingTimeoutMillis;
    this.maxPayloadBytes = maxPayloadBytes == null ? 1_000_000 : maxPayloadBytes;
    this.legacyClients = legacyClients == null || legacyClients;
    this.corsOrigins = corsOrigins == null ? List.of() : List.copyOf(corsOrigins);
    this.corsCredentials = corsCredentials != null && corsCredentials;
    this.trustedProxies = trustedProxies == null ? List.of() : List.copyOf(trustedProxies);
    this.namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
    this.transports = List.copyOf(transports == null ? List.of(Transport.values()) : transports);
    this.cookie = cookie;
    this.httpCompression = httpCompression == null || httpCompression;
    this.perMessageDeflate = perMessageDeflate != null && perMessageDeflate;
  }
}
