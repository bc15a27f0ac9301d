package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.api.ApiSettings;
import io.wsfleet.gateway.bus.redis.HostPort;
import io.wsfleet.gateway.bus.redis.MasterAddress;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.gateway.cluster.Peer;
import io.wsfleet.gateway.cluster.PeerPortSettings;
import io.wsfleet.gateway.cluster.PeerSettings;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.engineio.server.TransportSettings;
import io.wsfleet.gateway.handlers.ExtensionSettings;
import io.wsfleet.gateway.limits.ClientLimits;
import io.wsfleet.gateway.net.CaBundle;
import io.wsfleet.gateway.net.TlsFolder;
import io.wsfleet.gateway.plain.PlainSettings;
import io.wsfleet.gateway.plain.RoomAllowList;
import io.wsfleet.gateway.rules.Announcement;
import io.wsfleet.gateway.rules.Rule;
import io.wsfleet.gateway.rules.RuleParser;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as the parts of the gateway want it, checked. What is wrong stops the start,
 * with a sentence that names the variable and the way out.
 *
 * @param redis null for a gateway that runs alone
 * @param peerPort null for one that the others reach at the port for clients, without TLS
 * @param api null for a gateway without the HTTP API
 * @param stream null for one that does not use the durable bus
 */
public record Settings(
    String gateway,
    TransportSettings transport,
    @Nullable RedisSettings redis,
    PeerSettings peers,
    @Nullable PeerPortSettings peerPort,
    @Nullable StreamSettings stream,
    RecoverySettings recovery,
    List<Rule> rules,
    List<Announcement> announcements,
    ExtensionSettings extensions,
    int maxRooms,
    int maxQuestions,
    int maxLoggedChars,
    int shutdownSeconds,
    int canarySeconds,
    @Nullable ApiSettings api,
    PlainSettings plain) {

  private static final long CLOSE_MILLIS = 5000;
  private static final long LINGER_MILLIS = 5000;
  private static final int PEER_CONNECT_MILLIS = 2000;
  private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9_-]*");
  private static final int PUBLISHES_IN_FLIGHT = 1000;

  public static Settings from(GatewayConfig config) {
    try {
      return validated(config);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidSettingException(String.valueOf(wrong.getMessage()));
    }
  }

  private static Settings validated(GatewayConfig config) {
    port(config.port(), "PORT");
    port(config.managementPort(), "MANAGEMENT_PORT");
    String gateway = config.gateway().orElseGet(Settings::hostName);
    TransportSettings transport = transport(config);
    return new Settings(
        gateway,
        transport,
        redis(config, gateway),
        peers(config),
        peerPort(config),
        stream(config),
        recovery(config.recovery()),
        RuleParser.rules("WSFLEET_EVENTS", config.events().orElse("[]")),
        RuleParser.announcements("WSFLEET_ANNOUNCEMENTS", config.announcements().orElse("[]")),
        extensions(config),
        atLeast(1, config.limits().rooms(), "LIMITS_ROOMS"),
        atLeast(1, config.limits().questions(), "LIMITS_QUESTIONS"),
        atLeast(0, config.limits().loggedChars(), "LIMITS_LOGGED_CHARS"),
        atLeast(0, config.shutdownSeconds(), "SHUTDOWN_SECONDS"),
        canarySeconds(config),
        api(config),
        plain(config, transport));
  }

  private static PlainSettings plain(GatewayConfig config, TransportSettings shared) {
    String path = config.plain().path();
    if (!path.startsWith("/") || path.startsWith(shared.path())) {
      throw new IllegalArgumentException(
          "WSFLEET_PLAIN_PATH is \""
              + path
              + "\"; it starts with a slash and is not below "
              + shared.path());
    }
    return new PlainSettings(
        config.plain().enabled(),
        path,
        RoomAllowList.of(config.plain().rooms().orElse(List.of())),
        shared);
  }

  private static @Nullable ApiSettings api(GatewayConfig config) {
    GatewayConfig.Api api = config.api();
    if (api.tokenFile().isEmpty()) {
      return null;
    }
    port(api.port(), "API_PORT");
    return new ApiSettings(
        config.host(),
        api.port(),
        Path.of(api.tokenFile().get()),
        atLeast(1, api.bodyBytes(), "API_BODY_BYTES"),
        atLeast(1, api.requests(), "API_REQUESTS"),
        atLeast(1, api.connections(), "API_CONNECTIONS"),
        1000L * atLeast(1, api.timeoutSeconds(), "API_TIMEOUT_SECONDS"),
        config.limits().jsonDepth());
  }

  private static TransportSettings transport(GatewayConfig config) {
    GatewayConfig.Protocol protocol = config.protocol();
    GatewayConfig.Limits limits = config.limits();
    return new TransportSettings(
        path(protocol.path()),
        new HeartbeatSettings(
            1000L * atLeast(1, protocol.pingIntervalSeconds(), "PROTOCOL_PING_INTERVAL_SECONDS"),
            1000L * atLeast(1, protocol.pingTimeoutSeconds(), "PROTOCOL_PING_TIMEOUT_SECONDS")),
        atLeast(1, protocol.maxPayloadBytes(), "PROTOCOL_MAX_PAYLOAD_BYTES"),
        namespaces(config),
        transports(protocol.transports()),
        cookie(protocol.cookie().orElse("")),
        protocol.httpCompression(),
        protocol.perMessageDeflate(),
        1000L * atLeast(1, protocol.upgradeSeconds(), "PROTOCOL_UPGRADE_SECONDS"),
        protocol.legacyClients(),
        protocol.corsOrigins().orElse(List.of()),
        atLeast(1, limits.connections(), "LIMITS_CONNECTIONS"),
        clientLimits(limits),
        1000L * atLeast(1, limits.handshakeSeconds(), "LIMITS_HANDSHAKE_SECONDS"),
        1000L * atLeast(1, limits.connectSeconds(), "LIMITS_CONNECT_SECONDS"),
        1000L * atLeast(1, limits.messageSeconds(), "LIMITS_MESSAGE_SECONDS"),
        atLeast(1, limits.messageFrames(), "LIMITS_MESSAGE_FRAMES"),
        atLeast(1, limits.jsonDepth(), "LIMITS_JSON_DEPTH"),
        atLeast(1, limits.outboundBytes(), "LIMITS_OUTBOUND_BYTES"),
        atLeast(0, config.coalesceMillis(), "COALESCE_MILLIS"),
        CLOSE_MILLIS);
  }

  private static ExtensionSettings extensions(GatewayConfig config) {
    GatewayConfig.Limits limits = config.limits();
    return new ExtensionSettings(
        config.extensions().map(Path::of).orElse(null),
        1000L * atLeast(1, config.handlers().timeoutSeconds(), "HANDLERS_TIMEOUT_SECONDS"),
        atLeast(1, config.handlers().threads(), "HANDLERS_THREADS"),
        atLeast(1, limits.unfinishedHandlers(), "LIMITS_UNFINISHED_HANDLERS"),
        atLeast(1, limits.unfinishedHandlersPerSocket(), "LIMITS_UNFINISHED_HANDLERS_PER_SOCKET"));
  }

  private static ClientLimits clientLimits(GatewayConfig.Limits limits) {
    int perAddress = limits.connectionsPerAddress().orElse(limits.connections());
    return new ClientLimits(
        atLeast(1, perAddress, "LIMITS_CONNECTIONS_PER_ADDRESS"),
        atLeast(1, limits.namespaces(), "LIMITS_NAMESPACES"),
        atLeast(1, limits.attachments(), "LIMITS_ATTACHMENTS"),
        atLeast(1, limits.eventsPerSecond(), "LIMITS_EVENTS_PER_SECOND"),
        atLeast(1, limits.bytesPerSecond(), "LIMITS_BYTES_PER_SECOND"));
  }

  private static @Nullable RedisSettings redis(GatewayConfig config, String gateway) {
    GatewayConfig.Redis redis = config.redis();
    if (redis.master().isEmpty()) {
      return null;
    }
    MasterAddress master = new MasterAddress(address("REDIS_MASTER", redis.master().get()));
    return new RedisSettings(
        gateway,
        fixedNamespaces(config),
        atLeast(0, redis.namespaces(), "REDIS_NAMESPACES"),
        LINGER_MILLIS,
        master,
        redis.replica().map(text -> address("REDIS_REPLICA", text)).orElse(master.service()),
        password(redis.passwordFile().orElse("")),
        atLeast(10, redis.pingMillis(), "REDIS_PING_MILLIS"),
        atLeast(10, redis.timeoutMillis(), "REDIS_TIMEOUT_MILLIS"),
        atLeast(10, redis.connectMillis(), "REDIS_CONNECT_MILLIS"),
        atLeast(10, redis.answerMillis(), "REDIS_ANSWER_MILLIS"),
        atLeast(1, config.limits().questions(), "LIMITS_QUESTIONS"),
        atLeast(1, config.limits().publishBytes(), "LIMITS_PUBLISH_BYTES"),
        1000L * canarySeconds(config),
        PUBLISHES_IN_FLIGHT,
        config.limits().jsonDepth(),
        authorities(config));
  }

  private static @Nullable CaBundle authorities(GatewayConfig config) {
    TlsFolder tls = tls(config);
    return tls == null ? null : new CaBundle(tls);
  }

  private static int canarySeconds(GatewayConfig config) {
    return atLeast(1, config.busCanarySeconds(), "BUS_CANARY_SECONDS");
  }

  private static Set<String> fixedNamespaces(GatewayConfig config) {
    Set<String> fixed = new HashSet<>(namespaces(config).fixed());
    fixed.add(NamespaceMatcher.MAIN);
    return fixed;
  }

  private static PeerSettings peers(GatewayConfig config) {
    GatewayConfig.Limits limits = config.limits();
    TlsFolder tls = tls(config);
    if (tls != null) {
      port(config.peerPort(), "PEER_PORT");
    }
    long longestPoll =
        config.protocol().pingIntervalSeconds() + config.protocol().pingTimeoutSeconds();
    return new PeerSettings(
        new Peer(AdvertisedAddress.from(config), tls == null ? config.port() : config.peerPort()),
        atLeast(1, limits.forwarded(), "LIMITS_FORWARDED"),
        atLeast(1, limits.lookupsPerSecond(), "LIMITS_LOOKUPS_PER_SECOND"),
        PEER_CONNECT_MILLIS,
        1000L * limits.handshakeSeconds(),
        1000L * (longestPoll + limits.messageSeconds()));
  }

  private static @Nullable PeerPortSettings peerPort(GatewayConfig config) {
    TlsFolder tls = tls(config);
    if (tls == null) {
      return null;
    }
    if (config.peerPort() == config.port() || config.peerPort() == config.api().port()) {
      throw new IllegalArgumentException(
          "WSFLEET_PEER_PORT is "
              + config.peerPort()
              + "; it must differ from WSFLEET_PORT and WSFLEET_API_PORT");
    }
    return new PeerPortSettings(
        config.host(),
        config.peerPort(),
        config.eventLoops().orElse(Runtime.getRuntime().availableProcessors()),
        config.limits().headerBytes(),
        config.limits().sendBufferBytes(),
        tls);
  }

  /** That it can be read is seen here, so that a folder which is none stops the start. */
  private static @Nullable TlsFolder tls(GatewayConfig config) {
    if (config.tlsFolder().isEmpty()) {
      return null;
    }
    TlsFolder tls = new TlsFolder(Path.of(config.tlsFolder().get()));
    try {
      tls.read();
    } catch (UncheckedIOException unreadable) {
      throw new IllegalArgumentException(
          unreadable.getMessage() + "; it is a folder with tls.crt, tls.key and ca.crt",
          unreadable);
    }
    return tls;
  }

  private static @Nullable StreamSettings stream(GatewayConfig config) {
    GatewayConfig.Recovery recovery = config.recovery();
    long publishMillis =
        1000L * atLeast(1, config.redis().publishSeconds(), "REDIS_PUBLISH_SECONDS");
    int acknowledgeMillis =
        atLeast(1, config.redis().acknowledgeMillis(), "REDIS_ACKNOWLEDGE_MILLIS");
    return config.bus() == GatewayConfig.Bus.DURABLE
        ? new StreamSettings(recovery.packets(), recovery.bytes(), publishMillis, acknowledgeMillis)
        : null;
  }

  private static RecoverySettings recovery(GatewayConfig.Recovery recovery) {
    return new RecoverySettings(
        1000L * atLeast(0, recovery.windowSeconds(), "RECOVERY_WINDOW_SECONDS"),
        atLeast(1, recovery.packets(), "RECOVERY_PACKETS"),
        atLeast(1, recovery.bytes(), "RECOVERY_BYTES"),
        atLeast(0, recovery.sessionBytes(), "RECOVERY_SESSION_BYTES"));
  }

  private static Supplier<String> password(String file) {
    if (file.isEmpty()) {
      return () -> "";
    }
    return () -> {
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (IOException e) {
        throw new UncheckedIOException("WSFLEET_REDIS_PASSWORD_FILE cannot be read: " + file, e);
      }
    };
  }

  private static HostPort address(String variable, String text) {
    try {
      return HostPort.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("WSFLEET_" + variable + ": " + e.getMessage(), e);
    }
  }

  private static List<String> transports(List<String> names) {
    if (names.isEmpty() || !Set.of("polling", "websocket").containsAll(names)) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_TRANSPORTS is \""
              + String.join(",", names)
              + "\"; it names polling, websocket or both, with a comma between");
    }
    return names;
  }

  private static String cookie(String name) {
    if (!COOKIE_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_COOKIE is \""
              + name
              + "\"; the name of a cookie has letters, digits, - and _ only");
    }
    return name;
  }

  private static String path(String path) {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException(
          "WSFLEET_PROTOCOL_PATH is \"" + path + "\"; it starts and ends with a slash");
    }
    return path;
  }

  private static NamespaceMatcher namespaces(GatewayConfig config) {
    List<String> names = config.protocol().namespaces().orElse(List.of());
    for (String name : names) {
      if (!name.startsWith("/") || name.indexOf(',') >= 0 || name.indexOf('?') >= 0) {
        throw new IllegalArgumentException(
            "WSFLEET_PROTOCOL_NAMESPACES has \""
                + name
                + "\"; a namespace starts with a slash and has no comma or question mark");
      }
    }
    return new NamespaceMatcher(names);
  }

  private static void port(int port, String variable) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "WSFLEET_" + variable + " is " + port + "; a port is a number from 1 to 65535");
    }
  }

  private static int atLeast(int least, int value, String variable) {
    if (value < least) {
      throw new IllegalArgumentException(
          "WSFLEET_" + variable + " is " + value + "; the least is " + least);
    }
    return value;
  }

  private static long atLeast(long least, long value, String variable) {
    if (value < least) {
      throw new IllegalArgumentException(
          "WSFLEET_" + variable + " is " + value + "; the least is " + least);
    }
    return value;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "gateway";
    }
  }
}
