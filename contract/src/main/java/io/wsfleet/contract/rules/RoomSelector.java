package io.wsfleet.contract.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The room that a rule lets the client join or leave. */
@ValidationRule(
    value = "has(self.room) != (has(self.fromArgument) && self.fromArgument)",
    message =
        "events.join and events.leave must name a room or say fromArgument: true, and not both")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoomSelector(
    @JsonPropertyDescription("The name of the room.") @Size(min = 1, max = 128)
        @Nullable String room,
    @JsonPropertyDescription(
            "Whether the event's first argument is the name of the room. The private room of a"
                + " socket is never taken from there.")
        @Nullable Boolean fromArgument) {}
