package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads the extensions directory. Each jar in it is an extension, and so is each subdirectory with
 * its jars. Each has a class loader of its own, so that two can use different versions of a
 * library. Names that start with a dot are skipped, because mounted volumes contain such entries.
 */
final class ExtensionFolder {
  private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

  private ExtensionFolder() {}

  static List<InstalledExtension> load(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ExtensionException(
          "WSFLEET_EXTENSIONS is \""
              + folder
              + "\", which is not a directory; create it or unset the variable",
          null);
    }
    ApiOnlyClassLoader api = new ApiOnlyClassLoader();
    List<InstalledExtension> installed = new ArrayList<>();
    for (Path entry : visible(folder)) {
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry)) {
        installed.addAll(load(name, jars(entry), api));
      } else if (isJar(entry)) {
        installed.addAll(load(name, List.of(entry), api));
      }
    }
    return installed;
  }

  private static List<InstalledExtension> load(
      String name, List<Path> jars, ApiOnlyClassLoader api) {
    jars.forEach(jar -> requireReadable(name, jar));
    URLClassLoader loader =
        new URLClassLoader(name, jars.stream().map(ExtensionFolder::url).toArray(URL[]::new), api);
    List<InstalledExtension> installed = new ArrayList<>();
    try {
      ServiceLoader.load(Extension.class, loader)
          .forEach(extension -> installed.add(new InstalledExtension(name, extension)));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ExtensionException(LoadErrorMessage.of(name, e), e);
    }
    if (installed.isEmpty()) {
      throw new ExtensionException(
          "the extension "
              + name
              + " lists no class in "
              + SERVICE
              + "; put the extension and its libraries into one directory",
          null);
    }
    return installed;
  }

  private static List<Path> jars(Path folder) {
    return visible(folder).stream().filter(ExtensionFolder::isJar).toList();
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(".jar") && !Files.isDirectory(file);
  }

  private static List<Path> visible(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ExtensionException("the directory " + folder + " cannot be read: " + e, e);
    }
  }

  /** A class loader silently skips a file that is not a jar. */
  private static void requireReadable(String name, Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      opened.getManifest();
    } catch (IOException e) {
      throw new ExtensionException(
          "the extension "
              + name
              + " cannot be read: "
              + jar.getFileName()
              + " is broken or not readable by this user ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
