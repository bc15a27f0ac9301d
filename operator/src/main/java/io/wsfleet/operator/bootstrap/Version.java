package io.wsfleet.operator.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of the operator, which is also that of its default gateway image. */
public final class Version {

  public static final String TEXT = read();

  private Version() {}

  private static String read() {
    try (var file = Version.class.getResourceAsStream("/wsfleet-operator.properties")) {
      var properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("The operator's jar is damaged", e);
    }
  }
}
