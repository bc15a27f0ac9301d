package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The HTTP API for back ends, with a Service of its own. */
@ValidationRule(
    value = "self.port != 9000",
    fieldPath = ".port",
    message = "api.port must not be 9000: that is the management port of the gateway")
@ValidationRule(
    value =
        "!has(self.tokenSecret) || self.tokenSecret.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
    fieldPath = ".tokenSecret",
    message =
        "api.tokenSecret must be the name of a Secret: lower case letters, digits, '-' and '.',"
            + " with a letter or digit at both ends")
public record ApiSpec(
    @JsonPropertyDescription(
            "The port of the API, at each gateway and at the Service called after the resource"
                + " with -api at its end.")
        @Default("5001")
        @Min(1024)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "The name of your Secret in the same namespace, with the bearer token under the key"
                + " token. Default: the operator creates one, whose name is that of the resource"
                + " with -api at its end.")
        @Size(min = 1, max = 253)
        @Nullable String tokenSecret) {

  static final ApiSpec DEFAULT = new ApiSpec(null, null);

  public ApiSpec(@Nullable Integer port, @Nullable String tokenSecret) {
    this.port = port == null ? 5001 : port;
    this.tokenSecret = tokenSecret;
  }
}
