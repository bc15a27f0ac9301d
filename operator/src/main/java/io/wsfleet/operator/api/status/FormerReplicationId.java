package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What a former master had, of which not all replicas have the continuation yet. */
public record FormerReplicationId(
    @JsonPropertyDescription("Its replication id.") @Required String id,
    @JsonPropertyDescription("Up to which offset the present master has it too.") @Required
        Long until) {}
