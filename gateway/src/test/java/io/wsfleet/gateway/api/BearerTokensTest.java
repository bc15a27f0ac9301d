package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BearerTokensTest {
  @Test
  void acceptsTheTokenOfEachLine() {
    BearerTokens bearerTokens = BearerTokens.of("new-token\n\n  old-token  \r\n");
    assertTrue(bearerTokens.accepts("Bearer new-token"));
    assertTrue(bearerTokens.accepts("bearer  old-token"));
  }

  @Test
  void acceptsNothingElse() {
    BearerTokens bearerTokens = BearerTokens.of("secret\n");
    assertFalse(bearerTokens.accepts(null));
    assertFalse(bearerTokens.accepts(""));
    assertFalse(bearerTokens.accepts("Bearer"));
    assertFalse(bearerTokens.accepts("Bearer "));
    assertFalse(bearerTokens.accepts("secret"));
    assertFalse(bearerTokens.accepts("Basic secret"));
    assertFalse(bearerTokens.accepts("Bearer Secret"));
    assertFalse(bearerTokens.accepts("Bearer secret1"));
    assertFalse(BearerTokens.of("").accepts("Bearer "));
  }

  @Test
  void isEmptyWithoutAToken() {
    assertTrue(BearerTokens.of(" \n\n").isEmpty());
    assertFalse(BearerTokens.of("a").isEmpty());
  }

  @Test
  void comparesTokens() {
    assertTrue(BearerTokens.of("a\nb").sameAs(BearerTokens.of(" a\n\nb\n")));
    assertFalse(BearerTokens.of("a\nb").sameAs(BearerTokens.of("a\nc")));
    assertFalse(BearerTokens.of("a").sameAs(BearerTokens.of("a\nb")));
  }
}
