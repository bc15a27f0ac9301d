package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.wsfleet.contract.rules.Announcement;
import io.wsfleet.contract.rules.EventRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the fleet ought to be. */
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
        "tls must be given when the WebSocketCluster is made, or never: Redis with and without it"
            + " do not understand each other, so the fleet would have to end in between")
public record WebSocketClusterSpec(
    @JsonPropertyDescription("The servers that hold the clients' connections.") @Default("{}")
        GatewaySpec gateway,
    @JsonPropertyDescription("The Redis that joins the gateways: one master and its replicas.")
        @Default("{}")
        RedisSpec redis,
    @JsonPropertyDescription("The address at which clients reach the gateways.") @Default("{}")
        ServiceSpec service,
    @JsonPropertyDescription("The settings of Engine.IO and Socket.IO.") @Default("{}")
        ProtocolSpec protocol,
    @JsonPropertyDescription(
            "What carries messages from gateway to gateway. Durable is a Redis stream: what a"
                + " gateway missed it fetches, and clients recover. PubSub is Redis pub/sub alone:"
                + " nothing is kept and no client recovers, but Node servers on the fleet's Redis"
                + " hear the fleet. What they and emitters say, the fleet hears with both.")
        @Default("Durable")
        BusMode bus,
    @JsonPropertyDescription("What a client that lost its connection finds again.") @Default("{}")
        RecoverySpec recovery,
    @JsonPropertyDescription(
            "How much clients may ask of a gateway. What is absent is the gateway's own default,"
                + " as docs/gateway.md has it.")
        @Default("{}")
        LimitsSpec limits,
    @JsonPropertyDescription("The HTTP API for back ends, at a Service of its own.") @Default("{}")
        ApiSpec api,
    @JsonPropertyDescription("A way in for websocket clients without Socket.IO.") @Default("{}")
        PlainSpec plain,
    @JsonPropertyDescription("The handlers in Java that a gateway image of your own brings along.")
        @Default("{}")
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
            "Events that are sent to every client again and again, once by the whole fleet, not"
                + " once by each gateway.")
        @Size(max = 100)
        List<Announcement> announcements,
    @JsonPropertyDescription(
            "TLS between everything that belongs to the fleet: gateways, Redis and the operator."
                + " Absent, they speak plain text. It can neither be added nor taken away later.")
        @Nullable TlsSpec tls) {

  /** What {@code spec: {}} means. */
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
}
