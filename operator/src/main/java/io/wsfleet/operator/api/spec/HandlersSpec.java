package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The handlers in Java that a gateway image of one's own brings along. */
public record HandlersSpec(
    @JsonPropertyDescription("How many seconds a handler may take to answer.")
        @Default("5")
        @Min(1)
        @Max(300)
        Integer timeoutSeconds) {

  static final HandlersSpec DEFAULT = new HandlersSpec(null);

  public HandlersSpec(@Nullable Integer timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds == null ? 5 : timeoutSeconds;
  }
}
