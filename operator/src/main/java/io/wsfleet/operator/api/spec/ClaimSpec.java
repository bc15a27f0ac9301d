package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The claim of a volume. Kubernetes allows no change of it except a larger size. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClaimSpec(
    @JsonPropertyDescription("The StorageClass of the volume. Default: that of the cluster.")
        @Size(max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription("The access modes of the volume. It is used by one pod at a time.")
        @Default("[\"ReadWriteOnce\"]")
        @Size(min = 1, max = 3)
        List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "The size: several times the memory of Redis, since the file is rewritten beside the"
                + " old one.")
        @Default("1Gi")
        Quantity size,
    @JsonPropertyDescription("The labels of an existing volume to use.")
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
