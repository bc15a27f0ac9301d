package io.wsfleet.gateway.bootstrap;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;
import static io.wsfleet.gateway.config.SettingValidator.port;

import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.gateway.api.ApiSettings;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.gateway.cluster.PeerPortSettings;
import io.wsfleet.gateway.cluster.PeerSettings;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.engineio.server.EngineSettings;
import io.wsfleet.gateway.engineio.transport.HttpSettings;
import io.wsfleet.gateway.handlers.ExtensionSettings;
import io.wsfleet.gateway.limits.ClientLimits;
import io.wsfleet.gateway.net.EventLoopSettings;
import io.wsfleet.gateway.net.TlsFolder;
import io.wsfleet.gateway.net.websocket.WebSocketSettings;
import io.wsfleet.gateway.plain.PlainSettings;
import io.wsfleet.gateway.rules.Announcement;
import io.wsfleet.gateway.rules.Rule;
import io.wsfleet.gateway.rules.RuleParser;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.socketio.server.SocketSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The validated settings of a gateway, one record for each part.
 *
 * @param redis null for a gateway without Redis
 * @param peerPort null without TLS; the other gateways then connect to the port for clients
 * @param stream null without the durable bus
 * @param api null without the HTTP API
 */
public record Settings(
    String gateway,
    Clients clients,
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
    int heartbeatSeconds,
    @Nullable ApiSettings api,
    PlainSettings plain) {

  /** The settings of Socket.IO clients, from the HTTP request up to the socket. */
  public record Clients(
      HttpSettings http,
      EngineSettings engine,
      SocketSettings sockets,
      ClientLimits limits,
      WebSocketSettings webSocket,
      EventLoopSettings eventLoops) {

    static Clients from(GatewayConfig config) {
      return new Clients(
          HttpSettings.from(config),
          EngineSettings.from(config),
          SocketSettings.from(config),
          ClientLimits.from(config.limits()),
          WebSocketSettings.from(config),
          EventLoopSettings.from(config));
    }
  }

  /** Throws an {@link InvalidSettingException} that names the variable and what it must be. */
  public static Settings from(GatewayConfig config) {
    try {
      return validated(config);
    } catch (IllegalArgumentException invalid) {
      throw new InvalidSettingException(String.valueOf(invalid.getMessage()));
    }
  }

  private static Settings validated(GatewayConfig config) {
    port(config.port(), "PORT");
    port(config.managementPort(), "MANAGEMENT_PORT");
    String gateway = config.gateway().orElseGet(Settings::hostName);
    Clients clients = Clients.from(config);
    TlsFolder tls = TlsFolder.from(config);
    return new Settings(
        gateway,
        clients,
        RedisSettings.from(config, gateway, tls),
        PeerSettings.from(config, AdvertisedAddress.from(config), tls),
        PeerPortSettings.from(config, tls),
        StreamSettings.from(config),
        RecoverySettings.from(config.recovery()),
        RuleParser.rules(GatewayVariable.EVENTS.variable(), config.events().orElse("[]")),
        RuleParser.announcements(
            GatewayVariable.ANNOUNCEMENTS.variable(), config.announcements().orElse("[]")),
        ExtensionSettings.from(config),
        atLeast(1, config.limits().rooms(), "LIMITS_ROOMS"),
        atLeast(1, config.limits().questions(), "LIMITS_QUESTIONS"),
        atLeast(0, config.limits().loggedChars(), "LIMITS_LOGGED_CHARS"),
        atLeast(0, config.shutdownSeconds(), "SHUTDOWN_SECONDS"),
        atLeast(1, config.busHeartbeatSeconds(), "BUS_HEARTBEAT_SECONDS"),
        ApiSettings.from(config),
        PlainSettings.from(config, clients.engine(), clients.sockets(), clients.limits()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "gateway";
    }
  }
}
