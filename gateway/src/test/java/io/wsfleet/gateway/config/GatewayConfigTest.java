package io.wsfleet.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.WithDefault;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.contract.Ports;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The settings of a gateway are those that the contract names. */
class GatewayConfigTest {
  private final Map<String, String> settings = new TreeMap<>();

  GatewayConfigTest() {
    collect("WSFLEET", GatewayConfig.class);
  }

  @Test
  void knowsEveryVariableThatTheOperatorSets() {
    for (GatewayVariable each : GatewayVariable.values()) {
      assertTrue(settings.containsKey(each.variable()), each.variable());
    }
  }

  @Test
  void listensByDefaultOnThePortsOfTheContract() {
    assertEquals(Ports.CLIENTS + "", settings.get(GatewayVariable.PORT.variable()));
    assertEquals(Ports.API + "", settings.get(GatewayVariable.API_PORT.variable()));
    assertEquals(Ports.PEERS + "", settings.get(GatewayVariable.PEER_PORT.variable()));
    assertEquals(Ports.MANAGEMENT + "", settings.get("WSFLEET_MANAGEMENT_PORT"));
  }

  private void collect(String prefix, Class<?> mapping) {
    for (Method method : mapping.getDeclaredMethods()) {
      String name =
          prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      Class<?> type = method.getReturnType();
      if (type.isInterface()
          && Arrays.asList(GatewayConfig.class.getDeclaredClasses()).contains(type)) {
        collect(name, type);
      } else {
        WithDefault value = method.getAnnotation(WithDefault.class);
        settings.put(name, value == null ? "" : value.value());
      }
    }
  }
}
