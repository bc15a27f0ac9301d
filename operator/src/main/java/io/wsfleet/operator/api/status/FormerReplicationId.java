package io.wsfleet.operator.api.status;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The replication id of a former master, kept until enough replicas have a later one. */
public record FormerReplicationId(
    @JsonPropertyDescription("The replication id.") @Required String id,
    @JsonPropertyDescription("Up to which offset the present master has the same data.") @Required
        Long until) {}
