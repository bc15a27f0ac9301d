package io.wsfleet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.e2e.run.E2eSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A folder with one extension for a gateway, compiled against nothing but the gateway's jar. */
public final class ExtensionCompiler {

  private static final String SERVICE = "META-INF/services/io.wsfleet.handlers.Extension";

  private ExtensionCompiler() {}

  /** Puts the jar into the folder; the class is a source file among the test's resources. */
  public static void compileInto(Path folder, String type) {
    String name = type.substring(type.lastIndexOf('.') + 1) + ".java";
    String resource = "/" + type.replace('.', '/') + ".java";
    try (InputStream in = ExtensionCompiler.class.getResourceAsStream(resource)) {
      Path classes = Files.createTempDirectory("wsfleet-extension-");
      Path source = Files.write(classes.resolve(name), in.readAllBytes());
      compile(source, classes);
      Files.delete(source);
      Files.createDirectories(folder);
      pack(classes, type, folder.resolve("extension.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path source, Path classes) {
    String jar = E2eSettings.gatewayJar().toString();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", jar, "-d", classes.toString(), source.toString());
    if (status != 0) {
      throw new AssertionError(source + " does not compile against " + jar);
    }
  }

  private static void pack(Path classes, String type, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
        Files.delete(file);
      }
      out.putNextEntry(new JarEntry(SERVICE));
      out.write(type.getBytes(UTF_8));
    }
  }
}
