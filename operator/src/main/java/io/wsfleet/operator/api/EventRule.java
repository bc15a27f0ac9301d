package io.wsfleet.operator.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a client sends an event.
 *
 * <p>kubectl reads YAML 1.1, in which {@code on} without quotation marks is the boolean true, so
 * that {@code on: say} reaches the API server as a field called "true". Both are taken; see
 * docs/decisions.
 */
@ValidationRule(
    value = "has(self.on) != has(self.__true__)",
    message = "events.on must name the event, once")
@ValidationRule(
    value = "!(" + EventRule.NAME + " in " + EventNames.RESERVED + ")",
    message = "events.on must not be a name that Socket.IO keeps for itself, such as connect")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventRule(
    @JsonPropertyDescription("The name of the event. Each name can be listed once.")
        @JsonAlias("true")
        @Size(min = 1, max = 128)
        String on,
    @JsonPropertyDescription("Whether the gateway writes each such event to its log.")
        @Default("false")
        Boolean log,
    @JsonPropertyDescription("To whom the event's arguments are sent on, and under which name.")
        @Nullable Broadcast broadcast) {

  /** The name of a rule in CEL, however it was written. */
  static final String NAME = "(has(self.on) ? self.on : has(self.__true__) ? self.__true__ : '')";

  public EventRule(String on, @Nullable Boolean log, @Nullable Broadcast broadcast) {
    this.on = on;
    this.log = log != null && log;
    this.broadcast = broadcast;
  }
}
