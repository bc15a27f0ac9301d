package io.wsfleet.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the fleet ought to be. */
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
            "What happens when a client sends an event. An event that is not listed here is"
                + " accepted and does nothing.")
        @Size(max = 100)
        @ValidationRule(
            value =
                "self.map(e, has(e.on) ? e.on : has(e.__true__) ? e.__true__ : '')"
                    + ".all(a, self.exists_one(b, a == (has(b.on) ? b.on : has(b.__true__) ?"
                    + " b.__true__ : '')))",
            message = "events must not list one name twice: events.on has to differ")
        List<EventRule> events,
    @JsonPropertyDescription(
            "Events that are sent to every client again and again, once by the whole fleet, not"
                + " once by each gateway.")
        @Size(max = 100)
        List<Announcement> announcements) {

  /** What {@code spec: {}} means. */
  public static final WebSocketClusterSpec DEFAULT =
      new WebSocketClusterSpec(null, null, null, null, null, null);

  public WebSocketClusterSpec(
      @Nullable GatewaySpec gateway,
      @Nullable RedisSpec redis,
      @Nullable ServiceSpec service,
      @Nullable ProtocolSpec protocol,
      @Nullable List<EventRule> events,
      @Nullable List<Announcement> announcements) {
    this.gateway = gateway == null ? GatewaySpec.DEFAULT : gateway;
    this.redis = redis == null ? RedisSpec.DEFAULT : redis;
    this.service = service == null ? ServiceSpec.DEFAULT : service;
    this.protocol = protocol == null ? ProtocolSpec.DEFAULT : protocol;
    this.events = events == null ? List.of() : List.copyOf(events);
    this.announcements = announcements == null ? List.of() : List.copyOf(announcements);
  }
}
