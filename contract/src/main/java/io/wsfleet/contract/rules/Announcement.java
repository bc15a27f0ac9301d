package io.wsfleet.contract.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An event that the fleet sends to all clients at regular intervals. */
@ValidationRule(
    value = "!(self.event in " + ReservedEventNames.CEL_LIST + ")",
    fieldPath = ".event",
    message =
        "announcements.event must not be a name that Socket.IO keeps for itself, such as"
            + " disconnect")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Announcement(
    @JsonPropertyDescription("The name of the event. Each name can be listed once.")
        @Required
        @Size(min = 1, max = 128)
        String event,
    @JsonPropertyDescription("How many seconds lie between one and the next.")
        @Required
        @Min(1)
        @Max(86400)
        Integer everySeconds,
    @JsonPropertyDescription(
            "What the event brings: any JSON. Absent, the event comes without an argument.")
        @Nullable JsonNode data) {}
