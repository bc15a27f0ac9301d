package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A volume, as it is asked for. Kubernetes lets nothing of it be changed but a size that grows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimSpec(
    @JsonPropertyDescription(
            "The StorageClass of the volume. Absent, it is the cluster's default one.")
        @Size(max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription("How the volume is used. One pod at a time has it.")
        @Default("[\"ReadWriteOnce\"]")
        @Size(min = 1, max = 3)
        List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "How large it is: several times what Redis may have in memory, as the file is written"
                + " anew beside itself.")
        @Default("1Gi")
        Quantity size,
    @JsonPropertyDescription("Labels that the volume has to have, where it is there already.")
        @Nullable Map<String, String> selector) {

  static final ClaimSpec DEFAULT = new ClaimSpec(null, null, null, null);

  public ClaimSpec(
      @Nullable String storageClassName,
      @Nullable List<AccessMode> accessModes,
      @Nullable Quantity size,
      @Nullable Map<String, String> selector) {
    this.storageClassName = storageClassName;
    this.accessModes =
        accessModes == null ? List.of(AccessMode.ReadWriteOnce) : List.copyOf(accessModes);
    this.size = size == null ? new Quantity("1Gi") : size;
    this.selector = selector;
  }
}
