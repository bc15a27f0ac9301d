package io.wsfleet.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All settings of a gateway. Each is an environment variable: {@code
 * protocol().pingIntervalSeconds} is {@code WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS}. {@code
 * docs/gateway.md} explains them, and a test compares the two.
 */
@ConfigMapping(prefix = "wsfleet")
public interface GatewayConfig {
  Optional<String> gateway();

  @WithDefault("0.0.0.0")
  String host();

  @WithDefault("5000")
  int port();

  @WithDefault("9000")
  int managementPort();

  /** The address of this gateway for other gateways. */
  Optional<String> address();

  /** A directory with tls.crt, tls.key and ca.crt. */
  Optional<String> tlsFolder();

  /** The port for other gateways, with TLS. */
  @WithDefault("5002")
  int peerPort();

  Protocol protocol();

  @WithDefault("durable")
  Bus bus();

  /** How often this gateway publishes a heartbeat on the bus. */
  @WithDefault("5")
  int busHeartbeatSeconds();

  Recovery recovery();

  Optional<String> events();

  Optional<String> announcements();

  /** A directory with jars of handlers. */
  Optional<String> extensions();

  Handlers handlers();

  Api api();

  Plain plain();

  Redis redis();

  Limits limits();

  /** The number of event loops; Quarkus makes them. */
  OptionalInt eventLoops();

  /** How long broadcasts are collected before they are flushed; 0 to decide by the load. */
  @WithDefault("0")
  int coalesceMillis();

  @WithDefault("text")
  LogFormat logFormat();

  @WithDefault("10")
  int shutdownSeconds();

  @WithDefault("1000")
  int shutdownIdleMillis();

  @WithDefault("false")
  boolean exitWhenReady();

  interface Protocol {
    @WithDefault("/socket.io/")
    String path();

    @WithDefault("25")
    int pingIntervalSeconds();

    @WithDefault("20")
    int pingTimeoutSeconds();

    /** Instead of the seconds. */
    OptionalInt pingIntervalMillis();

    /** Instead of the seconds. */
    OptionalInt pingTimeoutMillis();

    @WithDefault("1000000")
    int maxPayloadBytes();

    @WithDefault("true")
    boolean legacyClients();

    Optional<List<String>> namespaces();

    Optional<List<String>> corsOrigins();

    @WithDefault("false")
    boolean corsCredentials();

    /** Addresses or networks of proxies. */
    Optional<List<String>> trustedProxies();

    @WithDefault("polling,websocket")
    List<String> transports();

    Optional<String> cookie();

    @WithDefault("true")
    boolean httpCompression();

    @WithDefault("false")
    boolean perMessageDeflate();

    @WithDefault("10")
    int upgradeSeconds();
  }

  interface Recovery {
    @WithDefault("120")
    int windowSeconds();

    /** Which clients get offsets, and so can recover. */
    @WithDefault("detect")
    Offsets offsets();

    @WithDefault("10000")
    int packets();

    @WithDefault("33554432")
    long bytes();

    @WithDefault("16777216")
    long sessionBytes();

    /**
     * How long a client is held that cannot recover yet; less than {@code LIMITS_CONNECT_SECONDS}.
     */
    @WithDefault("20")
    int holdSeconds();

    /** How many clients are held at a time. */
    @WithDefault("20000")
    int heldClients();
  }

  interface Handlers {
    @WithDefault("5")
    int timeoutSeconds();

    @WithDefault("16")
    int threads();
  }

  interface Api {
    @WithDefault("5001")
    int port();

    Optional<String> tokenFile();

    @WithDefault("2000000")
    int bodyBytes();

    @WithDefault("64")
    int requests();

    @WithDefault("1000")
    int connections();

    @WithDefault("10")
    int timeoutSeconds();
  }

  interface Plain {
    @WithDefault("false")
    boolean enabled();

    @WithDefault("/ws")
    String path();

    Optional<List<String>> rooms();
  }

  interface Redis {
    Optional<String> master();

    Optional<String> replica();

    Optional<String> passwordFile();

    @WithDefault("500")
    int pingMillis();

    @WithDefault("1000")
    int timeoutMillis();

    @WithDefault("1000")
    int connectMillis();

    @WithDefault("5000")
    int answerMillis();

    @WithDefault("1000")
    int namespaces();

    @WithDefault("30")
    int publishSeconds();

    @WithDefault("1000")
    int acknowledgeMillis();
  }

  interface Limits {
    @WithDefault("20000")
    int connections();

    OptionalInt connectionsPerAddress();

    @WithDefault("1000")
    int eventsPerSecond();

    @WithDefault("10000000")
    int bytesPerSecond();

    @WithDefault("20")
    int namespaces();

    @WithDefault("1000")
    int rooms();

    @WithDefault("10")
    int attachments();

    /** Maximum number of unfinished handler calls. */
    @WithDefault("10000")
    int unfinishedHandlers();

    @WithDefault("1000")
    int unfinishedHandlersPerSocket();

    @WithDefault("16384")
    int headerBytes();

    @WithDefault("10")
    int handshakeSeconds();

    @WithDefault("45")
    int connectSeconds();

    @WithDefault("30")
    int messageSeconds();

    @WithDefault("1024")
    int messageFrames();

    @WithDefault("500")
    int jsonDepth();

    @WithDefault("2097152")
    int outboundBytes();

    @WithDefault("131072")
    int sendBufferBytes();

    @WithDefault("16777216")
    int publishBytes();

    @WithDefault("1000")
    int questions();

    @WithDefault("20000")
    int forwarded();

    @WithDefault("100")
    int lookupsPerSecond();

    @WithDefault("200")
    int loggedChars();
  }

  /** What carries messages between gateways. */
  enum Bus {
    DURABLE,
    PUBSUB
  }

  /** Which clients get an offset with each event. */
  enum Offsets {
    /** Those that can use it, as their handshake shows. */
    DETECT,
    ALWAYS,
    NEVER
  }

  /** The format of log lines. */
  enum LogFormat {
    TEXT,
    JSON
  }
}
