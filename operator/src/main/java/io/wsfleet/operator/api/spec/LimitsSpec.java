package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** Limits for clients. An absent field has the default of the gateway. */
public record LimitsSpec(
    @JsonPropertyDescription("Connections of a gateway at the same time. More are refused.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer connections,
    @JsonPropertyDescription(
            "Connections of a gateway from one client address at the same time. Behind a NodePort"
                + " or a proxy many clients can share an address.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer connectionsPerAddress,
    @JsonPropertyDescription(
            "Packets that a connection may send per second, on average over some seconds.")
        @Min(1)
        @Max(1000000)
        @Nullable Integer eventsPerSecond,
    @JsonPropertyDescription(
            "Bytes that a connection may send per second, on average over some seconds.")
        @Min(1000)
        @Max(1000000000)
        @Nullable Integer bytesPerSecond,
    @JsonPropertyDescription("Namespaces that a connection may join.") @Min(1) @Max(1000)
        @Nullable Integer namespaces,
    @JsonPropertyDescription("Rooms that a socket may be in.") @Min(1) @Max(100000)
        @Nullable Integer rooms,
    @JsonPropertyDescription(
            "Bytes that may wait for a client that reads slowly. Beyond it volatile messages are"
                + " dropped, and then the client is disconnected.")
        @Min(10000)
        @Max(1000000000)
        @Nullable Integer outboundBytes) {

  static final LimitsSpec DEFAULT = new LimitsSpec(null, null, null, null, null, null, null);
}
