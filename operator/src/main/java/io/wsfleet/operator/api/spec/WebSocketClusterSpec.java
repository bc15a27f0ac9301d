package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.wsfleet.contract.rules.Announcement;
import io.wsfleet.contract.rules.EventRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The desired state of the fleet. */
@ValidationRule(
    value =
        "!has(self.gateway) || !has(self.gateway.port) || !has(self.api) || !has(self.api.port)"
            + " || self.gateway.port != self.api.port",
    fieldPath = ".api.port",
    message = "api.port must differ from gateway.port: both are ports of the same pod")
@ValidationRule(
    value =
        "!has(self.protocol) || !has(self.protocol.path) || !has(self.plain) ||"
            + " !has(self.plain.enabled) || !self.plain.enabled || !has(self.plain.path) ||"
            + " !(self.plain.path + '/').startsWith(self.protocol.path)",
    fieldPath = ".plain.path",
    message = "plain.path must not lie below protocol.path, whose requests are all Socket.IO's")
@ValidationRule(
    value = "has(self.tls) == has(oldSelf.tls)",
    message =
        "tls must be set when the WebSocketCluster is created, or never: Redis with TLS and Redis"
            + " without TLS cannot connect to each other, so the fleet would have to stop")
@ValidationRule(
    value =
        "!has(self.bus) || !has(oldSelf.bus) || self.bus == oldSelf.bus || (has(oldSelf.gateway)"
            + " && has(oldSelf.gateway.replicas) && oldSelf.gateway.replicas == 0)",
    fieldPath = ".bus",
    message =
        "bus can only be changed while gateway.replicas is 0: gateways with different buses do not"
            + " receive the messages of each other. Scale to 0, change bus, and scale up again")
public record WebSocketClusterSpec(
    @JsonPropertyDescription("The gateways: the servers that clients connect to.") @Default("{}")
        GatewaySpec gateway,
    @JsonPropertyDescription("The Redis between the gateways: one master and its replicas.")
        @Default("{}")
        RedisSpec redis,
    @JsonPropertyDescription("The Service that clients connect to.") @Default("{}")
        ServiceSpec service,
    @JsonPropertyDescription("The settings of Engine.IO and Socket.IO.") @Default("{}")
        ProtocolSpec protocol,
    @JsonPropertyDescription(
            "How messages get from gateway to gateway. Durable is a Redis stream: a gateway reads"
                + " what it missed, and clients can recover. PubSub is only Redis pub/sub: nothing"
                + " is stored and no client can recover, but Node servers with the same Redis"
                + " receive the messages of the fleet. With both, the fleet receives the messages"
                + " of Node servers and emitters.")
        @Default("Durable")
        BusMode bus,
    @JsonPropertyDescription(
            "Connection state recovery: what a client gets back after it lost its connection.")
        @Default("{}")
        RecoverySpec recovery,
    @JsonPropertyDescription(
            "Limits for clients. An absent field has the default of the gateway, which"
                + " docs/gateway.md lists.")
        @Default("{}")
        LimitsSpec limits,
    @JsonPropertyDescription("The HTTP API for back ends, with a Service of its own.")
        @Default("{}")
        ApiSpec api,
    @JsonPropertyDescription("Websocket clients without Socket.IO.") @Default("{}") PlainSpec plain,
    @JsonPropertyDescription("The handlers in Java of your own gateway image.") @Default("{}")
        HandlersSpec handlers,
    @JsonPropertyDescription(
            "What happens when a client sends an event. An event that is not listed here is"
                + " accepted and does nothing.")
        @Size(max = 100)
        @ValidationRule(
            value =
                "self.all(a, self.exists_one(b, (has(a.__namespace__) ? a.__namespace__ : '/') =="
                    + " (has(b.__namespace__) ? b.__namespace__ : '/') && (has(a.on) ? a.on :"
                    + " has(a.__true__) ? a.__true__ : '') == (has(b.on) ? b.on : has(b.__true__) ?"
                    + " b.__true__ : '')))",
            message =
                "events must not list one name of a namespace twice: events.on or"
                    + " events.namespace has to differ")
        List<EventRule> events,
    @JsonPropertyDescription(
            "Events that the fleet sends to every client at an interval; once for the whole fleet,"
                + " not once for each gateway.")
        @Size(max = 100)
        List<Announcement> announcements,
    @JsonPropertyDescription(
            "TLS between all programs of the fleet: gateways, Redis and the operator. Without it"
                + " they use plain text. It cannot be added or removed later.")
        @Nullable TlsSpec tls) {

  /** The meaning of {@code spec: {}}. */
  public static final WebSocketClusterSpec DEFAULT =
      new WebSocketClusterSpec(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  public WebSocketClusterSpec(
      @Nullable GatewaySpec gateway,
      @Nullable RedisSpec redis,
      @Nullable ServiceSpec service,
      @Nullable ProtocolSpec protocol,
      @Nullable BusMode bus,
      @Nullable RecoverySpec recovery,
      @Nullable LimitsSpec limits,
      @Nullable ApiSpec api,
      @Nullable PlainSpec plain,
      @Nullable HandlersSpec handlers,
      @Nullable List<EventRule> events,
      @Nullable List<Announcement> announcements,
      @Nullable TlsSpec tls) {
    this.gateway = gateway == null ? GatewaySpec.DEFAULT : gateway;
    this.redis = redis == null ? RedisSpec.DEFAULT : redis;
    this.service = service == null ? ServiceSpec.DEFAULT : service;
    this.protocol = protocol == null ? ProtocolSpec.DEFAULT : protocol;
    this.bus = bus == null ? BusMode.Durable : bus;
    this.recovery = recovery == null ? RecoverySpec.DEFAULT : recovery;
    this.limits = limits == null ? LimitsSpec.DEFAULT : limits;
    this.api = api == null ? ApiSpec.DEFAULT : api;
    this.plain = plain == null ? PlainSpec.DEFAULT : plain;
    this.handlers = handlers == null ? HandlersSpec.DEFAULT : handlers;
    this.events = events == null ? List.of() : List.copyOf(events);
    this.announcements = announcements == null ? List.of() : List.copyOf(announcements);
    this.tls = tls;
  }

  public WebSocketClusterSpec withRedis(RedisSpec other) {
    return new WebSocketClusterSpec(
        gateway,
        other,
        service,
        protocol,
        bus,
        recovery,
        limits,
        api,
        plain,
        handlers,
        events,
        announcements,
        tls);
  }
}
