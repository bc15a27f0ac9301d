package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** What Redis keeps on a disk, for when all of its pods are lost at once. */
public record PersistenceSpec(
    @JsonPropertyDescription("The volume of the master's Deployment.") @Default("{}")
        ClaimSpec claim,
    @JsonPropertyDescription(
            "When what was written is brought to the disk. With Always a message is acknowledged"
                + " when it is there, which a slow disk makes slow; with EverySecond the last second"
                + " or so may be lost.")
        @Default("EverySecond")
        Fsync fsync) {

  public PersistenceSpec(@Nullable ClaimSpec claim, @Nullable Fsync fsync) {
    this.claim = claim == null ? ClaimSpec.DEFAULT : claim;
    this.fsync = fsync == null ? Fsync.EverySecond : fsync;
  }
}
