package io.wsfleet.gateway.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.SchemaValidator;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI description, and its copy docs/openapi.json. */
class OpenApiTest {
  private static final Path COPY = Path.of("..", "docs", "openapi.json");

  private final List<Operation> operations =
      Operations.of("g", new ClusterClient(new InMemoryBus("g"), 1), new JsonText(100));
  private final JsonObject description = OpenApi.describe(operations);

  @Test
  void isTheCommittedFile() throws IOException {
    String written = description.encodePrettily() + "\n";
    if (Boolean.getBoolean("openapi.write")) {
      Files.writeString(COPY, written);
    }
    assertEquals(
        Files.readString(COPY),
        written,
        "./mvnw -pl gateway -am test -Dtest=OpenApiTest -Dopenapi.write=true regenerates it");
  }

  @Test
  void isValid() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult result =
        new OpenAPIV3Parser().readContents(description.encode(), null, options);
    assertEquals(List.of(), result.getMessages());
    assertNotNull(result.getOpenAPI());
    assertEquals(operations.size(), operationsOf(result));
  }

  @Test
  void containsNoKeywordsOfTheValidator() {
    operations.stream()
        .filter(each -> each.body() != null)
        .forEach(each -> new SchemaValidator(each.body()));
    assertEquals(description, OpenApi.describe(operations));
    assertFalse(description.encode().contains("__"), "keywords of the validator");
  }

  @Test
  void hasUniqueOperationIds() {
    Set<String> ids = new HashSet<>();
    operations.forEach(operation -> ids.add(operation.id()));
    assertEquals(operations.size(), ids.size());
  }

  private static int operationsOf(SwaggerParseResult result) {
    return result.getOpenAPI().getPaths().values().stream()
        .mapToInt(path -> path.readOperations().size())
        .sum();
  }
}
