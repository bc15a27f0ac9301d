package io.wsfleet.bench.peer;

import java.util.HashMap;
import java.util.Map;

/** The values of the placeholders {@code ${name}} in a peer's file. */
public record Placeholders(Map<String, String> values) {

  public Placeholders {
    values = Map.copyOf(values);
  }

  /** The same values and further ones. */
  public Placeholders with(Map<String, String> more) {
    var all = new HashMap<>(values);
    all.putAll(more);
    return new Placeholders(all);
  }

  /** The text with each {@code ${name}} replaced; an unknown name is an error in the file. */
  public String resolve(String text) {
    String filled = text;
    for (var each : values.entrySet()) {
      filled = filled.replace("${" + each.getKey() + "}", each.getValue());
    }
    if (filled.contains("${")) {
      throw new IllegalArgumentException("nothing is known for the name in " + filled);
    }
    return filled;
  }
}
