package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How much clients may ask of a gateway. What is absent is the gateway's own default. */
public record LimitsSpec(
    @JsonPropertyDescription("Connections that a gateway holds at a time. More are refused.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer connections,
    @JsonPropertyDescription(
            "Connections that a gateway holds at a time from one client address. Behind a NodePort"
                + " or a proxy many clients can share an address.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer connectionsPerAddress,
    @JsonPropertyDescription(
            "Packets that a connection may send in a second, on average over a few seconds.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer eventsPerSecond,
    @JsonPropertyDescription(
            "Bytes that a connection may send in a second, on average over a few seconds.")
        @Min(1000)
        @Max(1000000000)
        @Nullable Integer bytesPerSecond,
    @JsonPropertyDescription("Namespaces that a connection may join.") @Min(1) @Max(1000)
        @Nullable Integer namespaces,
    @JsonPropertyDescription("Rooms that a socket may be in.") @Min(1) @Max(100000)
        @Nullable Integer rooms,
    @JsonPropertyDescription(
            "Bytes that may wait for a client that reads slowly. Then volatile messages are"
                + " dropped, and then the client is.")
        @Min(10000)
        @Max(1000000000)
        @Nullable Integer outboundBytes) {

  static final LimitsSpec DEFAULT = new LimitsSpec(null, null, null, null, null, null, null);
}
