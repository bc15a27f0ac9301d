package io.wsfleet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.handlers.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes a jar of an extension among the tests' classes, as a user's build would. */
public final class ExtensionJar {

  private ExtensionJar() {}

  /** Puts it into a folder, for {@code WSFLEET_EXTENSIONS}. */
  public static void write(Path folder, Class<? extends Extension> extension) {
    Path jar = folder.resolve(extension.getSimpleName() + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path file : classFiles(extension)) {
        out.putNextEntry(
            new JarEntry(extension.getPackageName().replace('.', '/') + "/" + file.getFileName()));
        try (InputStream in = Files.newInputStream(file)) {
          in.transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + Extension.class.getName()));
      out.write(extension.getName().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its own, and those of the classes nested in it. */
  private static List<Path> classFiles(Class<?> type) throws IOException {
    try (Stream<Path> files =
        Files.list(
            Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .resolve(type.getPackageName().replace('.', '/')))) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches(type.getSimpleName() + "(\\$.*)?\\.class"))
          .toList();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
