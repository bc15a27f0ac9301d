package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Connection state recovery: what a client gets back after it lost its connection. */
public record RecoverySpec(
    @JsonPropertyDescription(
            "For how many seconds after it lost its connection a client can recover, at any"
                + " gateway, without losing messages. 0 disables recovery. It needs the bus"
                + " Durable.")
        @Default("120")
        @Min(0)
        @Max(3600)
        Integer windowSeconds,
    @JsonPropertyDescription(
            "How many messages of the fleet Redis stores for recovery. A client that missed more"
                + " gets a new session.")
        @Default("10000")
        @Min(1)
        @Max(1000000)
        Integer packets) {

  static final RecoverySpec DEFAULT = new RecoverySpec(null, null);

  public RecoverySpec(@Nullable Integer windowSeconds, @Nullable Integer packets) {
    this.windowSeconds = windowSeconds == null ? 120 : windowSeconds;
    this.packets = packets == null ? 10_000 : packets;
  }
}
