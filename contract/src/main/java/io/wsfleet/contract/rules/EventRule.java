package io.wsfleet.contract.rules;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A rule: what a gateway does when a client sends an event.
 *
 * <p>kubectl reads YAML 1.1, in which {@code on} without quotation marks is the boolean true, so
 * that {@code on: say} reaches the API server as a field called "true". Both are taken; see
 * docs/decisions.
 */
@ValidationRule(
    value = "has(self.on) != has(self.__true__)",
    message = "events.on must name the event, once")
@ValidationRule(
    value = "!(" + EventRule.CEL_NAME + " in " + ReservedEventNames.CEL_LIST + ")",
    message = "events.on must not be a name that Socket.IO keeps for itself, such as connect")
@ValidationRule(
    value = "!has(self.__namespace__) || self.__namespace__.startsWith('/')",
    message = "events.namespace must begin with a slash, as /chat does")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventRule(
    @JsonPropertyDescription(
            "The name of the event. Each name can be listed once for each namespace.")
        @JsonAlias("true")
        @Size(min = 1, max = 128)
        String on,
    @JsonPropertyDescription(
            "The namespace in which it is sent: one of protocol.namespaces. Absent, it is /.")
        @Size(min = 1, max = 128)
        @Nullable String namespace,
    @JsonPropertyDescription("Whether the gateway writes each such event to its log.")
        @Default("false")
        Boolean log,
    @JsonPropertyDescription("The room that the client joins.") @Nullable RoomSelector join,
    @JsonPropertyDescription("The room that the client leaves.") @Nullable RoomSelector leave,
    @JsonPropertyDescription("To whom the event's arguments are sent on, and under which name.")
        @Nullable Broadcast broadcast,
    @JsonPropertyDescription(
            "What a client that asked for an acknowledgement gets. Absent, it gets one without"
                + " arguments.")
        @Nullable Acknowledgement reply) {

  /** The name of a rule in CEL, however it was written. */
  static final String CEL_NAME =
      "(has(self.on) ? self.on : has(self.__true__) ? self.__true__ : '')";

  public EventRule(
      String on,
      @Nullable String namespace,
      @Nullable Boolean log,
      @Nullable RoomSelector join,
      @Nullable RoomSelector leave,
      @Nullable Broadcast broadcast,
      @Nullable Acknowledgement reply) {
    this.on = on;
    this.namespace = namespace;
    this.log = log != null && log;
    this.join = join;
    this.leave = leave;
    this.broadcast = broadcast;
    this.reply = reply;
  }
}
