package io.wsfleet.operator.kube;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images that a resource may name, as the administrator lists them: whole names, or beginnings
 * that end in {@code *}. Without a list every image is allowed.
 */
public record AllowedImages(List<String> patterns) {

  public AllowedImages {
    patterns = List.copyOf(patterns);
  }

  /**
   * Why the image may not run; empty if it may.
   *
   * @param image that the field names; null if it names none
   */
  public Optional<ApplyFailure> violation(@Nullable String image, String field) {
    return image == null || patterns.isEmpty() || patterns.stream().anyMatch(p -> matches(p, image))
        ? Optional.empty()
        : Optional.of(ApplyFailure.imageNotAllowed(image, field, String.join(", ", patterns)));
  }

  private static boolean matches(String pattern, String image) {
    return pattern.endsWith("*")
        ? image.startsWith(pattern.substring(0, pattern.length() - 1))
        : image.equals(pattern);
  }
}
