package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A Redis that was told to follow the master, and so may hold what was acknowledged. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisMember(
    @JsonPropertyDescription("The name of its pod.") @Required String pod,
    @JsonPropertyDescription(
            "The run id of its Redis; with another one it has started anew, without its data.")
        @Required
        String runId,
    @JsonPropertyDescription(
            "Set once it is gone: it is forgotten when all others have the master's history up to"
                + " this offset.")
        @Nullable Long goneAt) {

  public RedisMember(String pod, String runId) {
    this(pod, runId, null);
  }
}
