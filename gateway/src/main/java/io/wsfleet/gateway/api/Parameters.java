package io.wsfleet.gateway.api;

import io.wsfleet.gateway.api.Problem.Flaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds what is said beside the body against the parameters of an operation. */
final class Parameters {
  private final Map<String, Parameter> known = new LinkedHashMap<>();
  private final Map<String, Check> checks = new LinkedHashMap<>();

  Parameters(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      known.put(parameter.name(), parameter);
      checks.put(parameter.name(), new Check(parameter.schema()));
    }
  }

  /** What does not fit; empty if all does. */
  List<Flaw> flaws(Map<String, List<String>> given) {
    List<Flaw> flaws = new ArrayList<>();
    given.forEach((name, values) -> flaws.addAll(flaws(name, values)));
    return flaws;
  }

  private List<Flaw> flaws(String name, List<String> values) {
    Parameter parameter = known.get(name);
    Check check = checks.get(name);
    if (parameter == null || check == null) {
      return List.of(new Flaw(name, "there is no such parameter here"));
    }
    if (values.size() > 1 && !parameter.repeatable()) {
      return List.of(new Flaw(name, "it may be given once only"));
    }
    return values.stream()
        .flatMap(value -> check.flaws(typed(parameter, value)).stream())
        .map(flaw -> new Flaw(name, flaw.what()))
        .toList();
  }

  private static Object typed(Parameter parameter, String value) {
    if (!"integer".equals(parameter.schema().keywords().get("type"))) {
      return value;
    }
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException noNumber) {
      return value;
    }
  }
}
