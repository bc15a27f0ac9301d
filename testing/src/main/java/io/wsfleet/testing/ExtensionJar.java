package io.wsfleet.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Writes jars of extensions for a gateway, as the build of a user does. */
public final class ExtensionJar {
  private static final String SERVICE = "META-INF/services/io.wsfleet.handlers.Extension";

  private ExtensionJar() {}

  /** Writes a jar with an extension of the test and the classes nested in it. */
  public static Path write(Path jar, Class<?> extension) {
    return write(jar, extension, SERVICE, extension.getName());
  }

  /** Writes a jar with a class of the test, the classes nested in it, and one more entry. */
  public static Path write(Path jar, Class<?> type, String entry, String content) {
    String directory = type.getPackageName().replace('.', '/') + "/";
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : classFiles(type)) {
        add(out, directory + file.getFileName(), Files.readAllBytes(file));
      }
      add(out, entry, content.getBytes(UTF_8));
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compiles an extension against the jar of the gateway and nothing else, and writes its jar.
   *
   * @param type the name of a class whose source file is among the resources of the test
   */
  public static Path compile(Path jar, String type, Path gatewayJar) {
    String simpleName = type.substring(type.lastIndexOf('.') + 1);
    String resource = "/" + type.replace('.', '/') + ".java";
    try (InputStream in =
        Objects.requireNonNull(ExtensionJar.class.getResourceAsStream(resource), resource)) {
      Path classes = Files.createTempDirectory("wsfleet-extension-");
      Path source = Files.write(classes.resolve(simpleName + ".java"), in.readAllBytes());
      compile(source, classes, gatewayJar);
      Files.delete(source);
      Files.createDirectories(Objects.requireNonNull(jar.getParent()));
      try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
        addAndDelete(out, classes);
        add(out, SERVICE, type.getBytes(UTF_8));
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path source, Path classes, Path gatewayJar) {
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                gatewayJar.toString(),
                "-d",
                classes.toString(),
                source.toString());
    if (status != 0) {
      throw new AssertionError(source + " does not compile against " + gatewayJar);
    }
  }

  private static void addAndDelete(JarOutputStream out, Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file)) {
          add(out, classes.relativize(file).toString(), Files.readAllBytes(file));
        }
        Files.delete(file);
      }
    }
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
  }

  private static List<Path> classFiles(Class<?> type) throws IOException {
    String names = type.getSimpleName() + "(\\$.*)?\\.class";
    try (Stream<Path> files = Files.list(directory(type))) {
      return files.filter(file -> String.valueOf(file.getFileName()).matches(names)).toList();
    }
  }

  private static Path directory(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .resolve(type.getPackageName().replace('.', '/'));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
