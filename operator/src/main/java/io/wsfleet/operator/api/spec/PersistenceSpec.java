package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** What Redis writes to disk, in case all of its pods are lost at the same time. */
public record PersistenceSpec(
    @JsonPropertyDescription("The volume of the master Deployment.") @Default("{}") ClaimSpec claim,
    @JsonPropertyDescription(
            "When Redis writes to disk. With Always a message is acknowledged after it is on disk,"
                + " which takes as long as the disk needs; with EverySecond the last second or so"
                + " may be lost.")
        @Default("EverySecond")
        Fsync fsync) {

  public PersistenceSpec(@Nullable ClaimSpec claim, @Nullable Fsync fsync) {
    this.claim = claim == null ? ClaimSpec.DEFAULT : claim;
    this.fsync = fsync == null ? Fsync.EverySecond : fsync;
  }
}
