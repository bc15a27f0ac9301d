package io.wsfleet.operator.redis.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordPolicyTest {

  @Test
  void refusesAnInvalidPassword() {
    for (var text : List.of("", "a b", "secret\n", "\tsecret", "a\u0000", "a\u00a0b")) {
      assertTrue(PasswordPolicy.violation(text).isPresent(), text);
    }
    assertTrue(PasswordPolicy.violation("x".repeat(513)).isPresent());
    for (var text : List.of("a", "-another-1", "\"'\\#>\u00e4", "x".repeat(512))) {
      assertEquals(java.util.Optional.empty(), PasswordPolicy.violation(text));
    }
  }
}
