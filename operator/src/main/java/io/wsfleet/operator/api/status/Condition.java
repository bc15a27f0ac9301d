package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A condition of the status, in the form of Kubernetes. */
public record Condition(
    @JsonPropertyDescription("Ready, Progressing, Degraded, BusReady, Reconciling or Stalled.")
        @Required
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required String status,
    @JsonPropertyDescription("The reason as one word, for programs.") @Required String reason,
    @JsonPropertyDescription("The reason as a sentence, for users.") @Required String message,
    @JsonPropertyDescription("The generation of the resource that the condition describes.")
        Long observedGeneration,
    @JsonPropertyDescription("When status last changed.") @Required String lastTransitionTime) {

  /**
   * Whether its status is True. It is not named isTrue, which would become a field of the resource.
   */
  public boolean holds() {
    return status.equals("True");
  }
}
