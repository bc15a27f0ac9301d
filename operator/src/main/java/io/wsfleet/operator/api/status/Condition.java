package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One thing that is so, or is not, with its reason; the form is that of Kubernetes. */
public record Condition(
    @JsonPropertyDescription("Ready, Progressing, Degraded or BusReady.") @Required String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required String status,
    @JsonPropertyDescription("The reason in one word, for programs.") @Required String reason,
    @JsonPropertyDescription("The reason in a sentence, for people.") @Required String message,
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("When status last changed.") @Required String lastTransitionTime) {

  /** Whether it is so; not named isTrue, which would become a field of the resource. */
  public boolean holds() {
    return status.equals("True");
  }
}
