package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes jars of classes of the tests: each with all the classes nested in it. */
public final class ExtensionJar {
  private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

  private ExtensionJar() {}

  /** A jar that names the class as an extension. */
  public static Path of(Path jar, Class<?> extension) throws IOException {
    return write(jar, extension, SERVICE, extension.getName());
  }

  /** A jar with a class and a file of any content. */
  static Path write(Path jar, Class<?> type, String file, String content) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : classFiles(type)) {
        try (InputStream in = type.getResourceAsStream(name)) {
          out.putNextEntry(new JarEntry(type.getPackageName().replace('.', '/') + "/" + name));
          in.transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry(file));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static List<String> classFiles(Class<?> type) throws IOException {
    Path own = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path folder = own.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(type.getSimpleName() + "(\\$.*)?\\.class"))
          .toList();
    }
  }
}
