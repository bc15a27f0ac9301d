package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A Redis that was told to follow the master, and so may have acknowledged messages. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RedisMember(
    @JsonPropertyDescription("The name of its pod.") @Required String pod,
    @JsonPropertyDescription(
            "The run id of its Redis. A restart, which loses the data, changes it.")
        @Required
        String runId,
    @JsonPropertyDescription(
            "Set when it is gone: the member is removed when the others have the data of the master"
                + " up to this offset.")
        @Nullable Long goneAt) {

  public RedisMember(String pod, String runId) {
    this(pod, runId, null);
  }
}
