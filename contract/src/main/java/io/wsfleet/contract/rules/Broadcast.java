package io.wsfleet.contract.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The event that a rule sends to other clients, and its receivers. */
@ValidationRule(
    value = "!(self.event in " + ReservedEventNames.CEL_LIST + ")",
    fieldPath = ".event",
    message =
        "broadcast.event must not be a name that Socket.IO keeps for itself, such as disconnect")
@ValidationRule(
    value = "!has(self.room) || !has(self.roomFromArgument) || !self.roomFromArgument",
    message = "broadcast must name a room or say roomFromArgument: true, not both")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Broadcast(
    @JsonPropertyDescription("The name of the event that the receivers get.")
        @Required
        @Size(min = 1, max = 128)
        String event,
    @JsonPropertyDescription("Everyone, or all the Others but the client that sent it.")
        @Default("Everyone")
        Audience to,
    @JsonPropertyDescription("Only clients in this room receive it. Absent, all do.")
        @Size(min = 1, max = 128)
        @Nullable String room,
    @JsonPropertyDescription(
            "Whether the event's first argument is the name of that room. The private room of a"
                + " socket is never taken from there.")
        @Nullable Boolean roomFromArgument) {

  /** Who receives a broadcast. */
  public enum Audience {
    Everyone,
    Others
  }

  public Broadcast(
      String event,
      @Nullable Audience to,
      @Nullable String room,
      @Nullable Boolean roomFromArgument) {
    this.event = event;
    this.to = to == null ? Audience.Everyone : to;
    this.room = room;
    this.roomFromArgument = roomFromArgument;
  }
}
