package io.wsfleet.local.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A label selector; all its requirements must match. */
public record LabelSelector(List<Requirement> requirements) {
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  private static final Pattern SET =
      Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!\\s]*)\\s*");
  private static final Pattern EXISTENCE = Pattern.compile("\\s*(!?)\\s*([^=!\\s,()]+)\\s*");
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT
  }

  /** One condition on one label. */
  record Requirement(String key, Operator operator, Set<String> values) {
    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case ABSENT -> value == null;
      };
    }
  }

  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /**
   * As written in a query: {@code app=chat,tier in (a, b),!old}.
   *
   * @throws IllegalArgumentException with a sentence, if it cannot be read
   */
  public static LabelSelector parse(String text) {
    if (text.isBlank()) {
      return EVERYTHING;
    }
    List<Requirement> requirements = new ArrayList<>();
    for (String part : COMMA_OUTSIDE_PARENTHESES.split(text, -1)) {
      requirements.add(requirement(part));
    }
    return new LabelSelector(List.copyOf(requirements));
  }

  /** As the selector of a Service: equality only; an empty one selects nothing there. */
  public static LabelSelector ofLabels(JsonNode labels) {
    return new LabelSelector(
        Json.strings(labels).entrySet().stream()
            .map(l -> new Requirement(l.getKey(), Operator.IN, Set.of(l.getValue())))
            .toList());
  }

  /** As {@code spec.selector} of a Deployment. */
  public static LabelSelector ofObject(JsonNode selector) {
    List<Requirement> requirements =
        new ArrayList<>(ofLabels(selector.path("matchLabels")).requirements());
    for (JsonNode expression : selector.path("matchExpressions")) {
      Set<String> values = new TreeSet<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      requirements.add(
          new Requirement(
              expression.path("key").asText(),
              switch (expression.path("operator").asText()) {
                case "In" -> Operator.IN;
                case "NotIn" -> Operator.NOT_IN;
                case "DoesNotExist" -> Operator.ABSENT;
                default -> Operator.EXISTS;
              },
              values));
    }
    return new LabelSelector(List.copyOf(requirements));
  }

  private static Requirement requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values =
          Pattern.compile(",")
              .splitAsStream(set.group(3))
              .map(String::strip)
              .collect(Collectors.toSet());
      return new Requirement(
          set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      return new Requirement(
          equality.group(1),
          equality.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN,
          Set.of(equality.group(3)));
    }
    Matcher existence = EXISTENCE.matcher(part);
    if (existence.matches()) {
      return new Requirement(
          existence.group(2),
          existence.group(1).isEmpty() ? Operator.EXISTS : Operator.ABSENT,
          Set.of());
    }
    throw new IllegalArgumentException("the label selector \"" + part + "\" cannot be read");
  }
}
