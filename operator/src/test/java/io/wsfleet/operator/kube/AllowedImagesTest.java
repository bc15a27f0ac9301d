package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedImagesTest {

  private static final AllowedImages SOME =
      new AllowedImages(List.of("redis:8", "registry.example.com/wsfleet/*"));

  @ParameterizedTest
  @CsvSource({
    "redis:8, true",
    "redis:8.0, false",
    "docker.io/redis:8, false",
    "registry.example.com/wsfleet/gateway:1, true",
    "registry.example.com/other/gateway:1, false",
    "evil.example/registry.example.com/wsfleet/gateway:1, false",
  })
  void allowsWhatIsListed(String image, boolean isAllowed) {
    assertEquals(isAllowed, SOME.violation(image, "spec.redis.image").isEmpty());
  }

  @Test
  void namesTheFieldAndWhatIsAllowed() {
    var failure = SOME.violation("evil:1", "spec.gateway.image").orElseThrow();
    assertEquals(Reason.ImageNotAllowed, failure.reason());
    assertTrue(failure.isRefusal());
    assertTrue(failure.message().startsWith("Image evil:1, which spec.gateway.image names"));
    assertTrue(failure.message().contains("redis:8, registry.example.com/wsfleet/*"));
  }

  @Test
  void withoutAListAndWithoutAnImageNothingIsRefused() {
    assertTrue(new AllowedImages(List.of()).violation("evil:1", "spec.redis.image").isEmpty());
    assertTrue(SOME.violation(null, "spec.redis.image").isEmpty());
  }
}
