package io.wsfleet.operator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference.md what the CRD says. */
class ReferenceTest {

  private static final Path FILE = Path.of("../docs/reference.md");

  private static final String HEAD =
      """
      # WebSocketCluster

      Every field of `wsfleet.io/v1alpha1`, with its default. `kubectl explain wsc.spec` says the same. This
      page is generated from the CRD: `./mvnw -pl operator -am test -Dtest=ReferenceTest -Dcrd.write=true`.

      """;

  @Test
  void theReferenceListsEveryFieldOfTheCrd() throws Exception {
    if (Boolean.getBoolean("crd.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, reference());
    }
    assertEquals(reference(), Files.readString(FILE), "docs/reference.md differs from the CRD");
  }

  private static String reference() {
    var properties = Crd.schema().getProperties();
    return HEAD + section("spec", properties) + "\n" + section("status", properties);
  }

  private static String section(String name, Map<String, JSONSchemaProps> properties) {
    var rows = new ArrayList<String>();
    fields(name, properties.get(name), rows);
    return "## %s\n\n%s\n\n| field | type | default | meaning |\n|---|---|---|---|\n%s\n"
        .formatted(name, properties.get(name).getDescription(), String.join("\n", rows));
  }

  private static void fields(String path, JSONSchemaProps of, List<String> rows) {
    if (of.getProperties() == null) {
      return;
    }
    of.getProperties()
        .forEach(
            (name, field) -> {
              var here = path + "." + name;
              rows.add(
                  "| `%s` | %s | %s | %s |"
                      .formatted(here, type(field), standard(of, name), meaning(field)));
              fields(here, field, rows);
              if (field.getItems() != null) {
                fields(here + "[]", field.getItems().getSchema(), rows);
              }
            });
  }

  /** A part whose fields have defaults of their own needs none said. */
  private static String standard(JSONSchemaProps of, String name) {
    var field = of.getProperties().get(name);
    boolean said =
        field.getProperties() != null
            && field.getProperties().values().stream().anyMatch(f -> f.getDefault() != null);
    boolean object = field.getDefault() != null && !said;
    return object ? "`" + field.getDefault() + "`" : required(of, name);
  }

  private static String required(JSONSchemaProps of, String name) {
    return of.getRequired() != null && of.getRequired().contains(name) ? "required" : "";
  }

  private static String meaning(JSONSchemaProps field) {
    var rules = field.getXKubernetesValidations();
    var sentences =
        rules == null
            ? ""
            : rules.stream().map(r -> " *" + r.getMessage() + ".*").collect(Collectors.joining());
    return field.getDescription() + sentences;
  }

  private static String type(JSONSchemaProps field) {
    if (field.getEnum() != null && !field.getEnum().isEmpty()) {
      return field.getEnum().stream().map(v -> v.asText()).collect(Collectors.joining(", "));
    }
    if (field.getItems() != null) {
      return "list";
    }
    if (field.getAdditionalProperties() != null) {
      boolean isOfText = "string".equals(field.getAdditionalProperties().getSchema().getType());
      return isOfText ? "map of text" : "map of quantities";
    }
    if (field.getMinimum() != null || field.getMaximum() != null) {
      return "%d to %d".formatted(number(field.getMinimum()), number(field.getMaximum()));
    }
    if (Boolean.TRUE.equals(field.getXKubernetesIntOrString())) {
      return "quantity";
    }
    return field.getType() == null ? "any JSON" : field.getType();
  }

  private static long number(Double value) {
    return Math.round(value);
  }
}
