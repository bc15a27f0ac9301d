package io.wsfleet.gateway.socketio.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.socket.client.IO;
import io.socket.engineio.client.Transport;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.json.JSONArray;
import org.junit.jupiter.api.Assumptions;

/**
 * A client with a library of another language, or of another generation, in a process of its own.
 * Where a library is not installed the test is skipped, unless {@code E2E_REQUIRE} names it: {@code
 * node}, {@code python}, {@code java}.
 */
final class ForeignClient implements AutoCloseable {
  private static final Path PROJECT = project();

  private static final String LIBRARY_OF_THIS_TEST =
      Stream.of(
              JavaClientProgram.class,
              IO.class,
              Transport.class,
              JSONArray.class,
              OkHttpClient.class,
              Buffer.class)
          .map(ForeignClient::place)
          .collect(Collectors.joining(File.pathSeparator));

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** A library, and how its client is started. */
  enum Library {
    NODE_4("node", "e2e/node/node_modules", "`npm ci` in e2e/node"),
    NODE_2("node", "e2e/node/node_modules", "`npm ci` in e2e/node"),
    PYTHON_5("python", "e2e/python/venv-5/bin", "`e2e/python/install`"),
    PYTHON_5_ASYNC("python", "e2e/python/venv-5/bin", "`e2e/python/install`"),
    PYTHON_4("python", "e2e/python/venv-4/bin", "`e2e/python/install`"),
    PYTHON_4_ASYNC("python", "e2e/python/venv-4/bin", "`e2e/python/install`"),
    JAVA_2("java", "gateway", "nothing"),
    JAVA_1("java", "gateway/target/clients/java-1", "`./mvnw process-test-resources`");

    private final String requirement;
    private final String installed;
    private final String install;

    Library(String requirement, String installed, String install) {
      this.requirement = requirement;
      this.installed = installed;
      this.install = install;
    }

    /** Whether it is the JavaScript library of Socket.IO 4, which can recover. */
    boolean canRecover() {
      return this == NODE_4;
    }

    private List<String> command(String url, String transport) {
      return switch (this) {
        case NODE_4 -> List.of("node", path("e2e/node/client.js"), url, transport, "4");
        case NODE_2 -> List.of("node", path("e2e/node/client.js"), url, transport, "2");
        case PYTHON_5, PYTHON_4 -> python(url, transport, "sync");
        case PYTHON_5_ASYNC, PYTHON_4_ASYNC -> python(url, transport, "async");
        case JAVA_2 -> java(url, transport, LIBRARY_OF_THIS_TEST);
        case JAVA_1 ->
            java(
                url,
                transport,
                path(installed) + "/*" + File.pathSeparator + place(JavaClientProgram.class));
      };
    }

    private List<String> python(String url, String transport, String kind) {
      return List.of(
          path(installed) + "/python", path("e2e/python/client.py"), url, transport, kind);
    }

    private static List<String> java(String url, String transport, String classPath) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      return List.of(
          java,
          "-XX:TieredStopAtLevel=1",
          "-cp",
          classPath,
          JavaClientProgram.class.getName(),
          url,
          transport);
    }
  }

  private ForeignClient(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readLines, "lines of a client");
    reader.setDaemon(true);
    reader.start();
  }

  static ForeignClient start(Library library, String url, String transport) throws IOException {
    boolean missing = !Files.isDirectory(PROJECT.resolve(library.installed));
    String why = library + " needs " + library.install;
    if (missing && isRequired(library.requirement)) {
      throw new IllegalStateException(why + ", and E2E_REQUIRE asks for it");
    }
    Assumptions.assumeFalse(missing, why);
    return new ForeignClient(
        new ProcessBuilder(library.command(url, transport))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The next line that begins with an event, a JSON array, within a time limit. */
  String await(String event, long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError("no " + event + " within " + seconds + " s");
      }
      if (line.startsWith("[\"" + event + "\"")) {
        return line.replace(" ", "");
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException ended) {
      // The process was ended.
    }
  }

  /** The jar or the directory of a class. */
  private static String place(Class<?> one) {
    return one.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  private static boolean isRequired(String requirement) {
    return Stream.of(System.getenv().getOrDefault("E2E_REQUIRE", "").split("[ ,]+"))
        .collect(Collectors.toSet())
        .contains(requirement);
  }

  private static String path(String file) {
    return PROJECT.resolve(file).toString();
  }

  private static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("gateway") ? here.getParent() : here;
  }

  static List<Library> all() {
    return Arrays.asList(Library.values());
  }
}
