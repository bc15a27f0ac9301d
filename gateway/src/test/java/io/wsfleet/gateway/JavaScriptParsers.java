package io.wsfleet.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The parsers that clients and servers in the field use, in a Node process: {@code
 * e2e/node/codec.js}. Where Node or its packages are missing the test is skipped, unless {@code
 * E2E_REQUIRE} names node.
 */
public final class JavaScriptParsers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = project().resolve("e2e/node");
  private static final long TIMEOUT_SECONDS = 60;

  private final Process process;
  private final Writer requests;
  private final BufferedReader responses;

  private JavaScriptParsers(Process process) {
    this.process = process;
    this.requests = process.outputWriter(UTF_8);
    this.responses = process.inputReader(UTF_8);
  }

  public static JavaScriptParsers start() throws IOException {
    boolean missing = !Files.isDirectory(FOLDER.resolve("node_modules"));
    String why = "needs Node.js with `npm ci` done in e2e/node";
    if (missing && isRequired()) {
      throw new IllegalStateException(why + ", and E2E_REQUIRE asks for it");
    }
    Assumptions.assumeFalse(missing, why);
    return new JavaScriptParsers(
        new ProcessBuilder("node", "codec.js")
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** One command, one answer. */
  public JsonNode request(Map<String, ?> command) throws Exception {
    requests.write(JSON.writeValueAsString(command) + "\n");
    requests.flush();
    String line =
        CompletableFuture.supplyAsync(this::readResponse).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    JsonNode answer = JSON.readTree(line);
    if (answer.path("event").asText().equals("failed")) {
      throw new AssertionError(answer.path("args").path(0).asText());
    }
    return answer;
  }

  /** Bytes as they are written in questions and answers. */
  public static Map<String, byte[]> binary(byte[] bytes) {
    return Map.of("binary", bytes);
  }

  @Override
  public void close() {
    process.destroy();
  }

  private String readResponse() {
    try {
      String line = responses.readLine();
      return line == null ? "{\"event\":\"failed\",\"args\":[\"node has ended\"]}" : line;
    } catch (IOException e) {
      throw new AssertionError("node does not answer", e);
    }
  }

  private static boolean isRequired() {
    String required = System.getenv().getOrDefault("E2E_REQUIRE", "");
    return Arrays.asList(required.split("[ ,]+")).contains("node");
  }

  private static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("gateway") ? here.resolveSibling("") : here;
  }
}
