package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

  @Test
  void needsNoVariable() {
    var config = OperatorConfig.from(Map.of());
    assertEquals(Set.of("default"), config.namespaces());
    assertEquals("wsfleet/gateway:" + Version.TEXT, config.gatewayImage());
    assertEquals("redis:8", config.redisImage());
    assertEquals(Duration.ofSeconds(10), config.pollInterval());
    assertTrue(config.leaderElection());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertTrue(Version.TEXT.matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), Version.TEXT);
  }

  @Test
  void anEmptyVariableIsAbsent() {
    assertEquals("redis:8", OperatorConfig.from(Map.of("WSFLEET_REDIS_IMAGE", " ")).redisImage());
  }

  @ParameterizedTest
  @CsvSource({"'a', 'a'", "'a,b', 'a b'", "' a , b,', 'a b'"})
  void namespacesAreSeparatedByCommas(String text, String expected) {
    assertEquals(
        Set.of(expected.split(" ")),
        OperatorConfig.from(Map.of("WSFLEET_NAMESPACES", text)).namespaces());
  }

  @Test
  void aStarIsEveryNamespace() {
    assertEquals(Set.of(), OperatorConfig.from(Map.of("WSFLEET_NAMESPACES", "a,*")).namespaces());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WSFLEET_POLL_SECONDS | often | must be a number from 1 to 3600, not 'often'",
        "WSFLEET_POLL_SECONDS | 0 | must be a number from 1 to 3600, not '0'",
        "WSFLEET_OPERATOR_PORT | 70000 | must be a number from 0 to 65535, not '70000'",
        "WSFLEET_LEADER_ELECTION | yes | must be true or false, not 'yes'",
        "WSFLEET_LOG_FORMAT | xml | must be text or json, not 'xml'",
        "WSFLEET_LOG_LEVEL | LOUD | must be ERROR, WARN, INFO, DEBUG or TRACE, not 'LOUD'",
        "WSFLEET_NAMESPACES | , | must be namespaces with commas between them, or *, not ','"
      })
  void whatCannotBeReadIsSaidWithItsName(String variable, String value, String sentence) {
    var invalidSettingException =
        assertThrows(
            OperatorConfig.InvalidSettingException.class,
            () -> OperatorConfig.from(Map.of(variable, value)));
    assertEquals(variable + " " + sentence, invalidSettingException.getMessage());
  }

  @Test
  void helpListsEveryVariableWithItsDefault() {
    for (var setting : Setting.values()) {
      assertTrue(Operator.help().contains("  " + setting.variable() + "\n"), setting.name());
      assertTrue(Operator.help().contains(setting.description()), setting.name());
      assertTrue(Operator.help().contains(setting.defaultValue()), setting.name());
    }
  }
}
