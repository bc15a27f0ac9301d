package io.wsfleet.contract.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The acknowledgement that a rule sends to the client. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Acknowledgement(
    @JsonPropertyDescription("Any JSON, as the one argument. Not together with echo.")
        @Nullable JsonNode data,
    @JsonPropertyDescription("Whether it brings back the event's own arguments.")
        @Nullable Boolean echo) {}
