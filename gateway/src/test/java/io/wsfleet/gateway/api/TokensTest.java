package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokensTest {
  @Test
  void admitsEachLineOfTheFile() {
    Tokens tokens = Tokens.of("new-token\n\n  old-token  \r\n");
    assertTrue(tokens.admit("Bearer new-token"));
    assertTrue(tokens.admit("bearer  old-token"));
  }

  @Test
  void admitsNothingElse() {
    Tokens tokens = Tokens.of("secret\n");
    assertFalse(tokens.admit(null));
    assertFalse(tokens.admit(""));
    assertFalse(tokens.admit("Bearer"));
    assertFalse(tokens.admit("Bearer "));
    assertFalse(tokens.admit("secret"));
    assertFalse(tokens.admit("Basic secret"));
    assertFalse(tokens.admit("Bearer Secret"));
    assertFalse(tokens.admit("Bearer secret1"));
    assertFalse(Tokens.of("").admit("Bearer "));
  }

  @Test
  void isEmptyWithoutALineThatSaysSomething() {
    assertTrue(Tokens.of(" \n\n").isEmpty());
    assertFalse(Tokens.of("a").isEmpty());
  }

  @Test
  void knowsWhetherAnythingChanged() {
    assertTrue(Tokens.of("a\nb").sameAs(Tokens.of(" a\n\nb\n")));
    assertFalse(Tokens.of("a\nb").sameAs(Tokens.of("a\nc")));
    assertFalse(Tokens.of("a").sameAs(Tokens.of("a\nb")));
  }
}
