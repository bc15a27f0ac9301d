package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The handlers in Java of an own gateway image. */
public record HandlersSpec(
    @JsonPropertyDescription("Time limit for a handler, in seconds.")
        @Default("5")
        @Min(1)
        @Max(300)
        Integer timeoutSeconds) {

  static final HandlersSpec DEFAULT = new HandlersSpec(null);

  public HandlersSpec(@Nullable Integer timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds == null ? 5 : timeoutSeconds;
  }
}
