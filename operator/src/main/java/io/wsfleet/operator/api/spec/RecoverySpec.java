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
        Integer packets,
    @JsonPropertyDescription(
            "Which clients get an offset as the last argument of each event, and can recover."
                + " Detect: those with the JavaScript library, as their handshake shows. Always:"
                + " every client of Socket.IO 3 and 4, as with a Node server. Never: nobody, and"
                + " nobody can recover.")
        @Default("Detect")
        OffsetMode offsets) {

  static final RecoverySpec DEFAULT = new RecoverySpec(null, null, null);

  public RecoverySpec(
      @Nullable Integer windowSeconds, @Nullable Integer packets, @Nullable OffsetMode offsets) {
    this.windowSeconds = windowSeconds == null ? 120 : windowSeconds;
    this.packets = packets == null ? 10_000 : packets;
    this.offsets = offsets == null ? OffsetMode.Detect : offsets;
  }
}
