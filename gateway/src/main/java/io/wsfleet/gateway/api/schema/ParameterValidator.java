package io.wsfleet.gateway.api.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Validates the parameters of a request against those of an operation. */
public final class ParameterValidator {
  private final Map<String, Parameter> known = new LinkedHashMap<>();
  private final Map<String, SchemaValidator> validators = new LinkedHashMap<>();

  public ParameterValidator(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      known.put(parameter.name(), parameter);
      validators.put(parameter.name(), new SchemaValidator(parameter.schema()));
    }
  }

  /** Returns the violations; empty if the parameters are valid. */
  public List<Violation> validate(Map<String, List<String>> given) {
    List<Violation> violations = new ArrayList<>();
    given.forEach((name, values) -> violations.addAll(validate(name, values)));
    return violations;
  }

  private List<Violation> validate(String name, List<String> values) {
    Parameter parameter = known.get(name);
    SchemaValidator validator = validators.get(name);
    if (parameter == null || validator == null) {
      return List.of(new Violation(name, "unknown parameter"));
    }
    if (values.size() > 1 && !parameter.repeatable()) {
      return List.of(new Violation(name, "must occur only once"));
    }
    return values.stream()
        .flatMap(value -> validator.validate(typed(parameter, value)).stream())
        .map(violation -> new Violation(name, violation.detail()))
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
