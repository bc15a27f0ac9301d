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
 * The folder with extensions: each jar in it is one, or has several; each folder in it is one whose
 * libraries lie beside it. Each has a class loader of its own, so that two may use two versions of
 * a library. What begins with a dot is none of ours: mounted volumes have such.
 */
final class ExtensionFolder {
  private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

  private ExtensionFolder() {}

  static List<InstalledExtension> load(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ExtensionException(
          "WSFLEET_EXTENSIONS is \"" + folder + "\", which is no folder; make it, or unset it",
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
              + " names no class in "
              + SERVICE
              + "; a library of an extension belongs beside it, into a folder of their own",
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
      throw new ExtensionException("the folder " + folder + " cannot be read: " + e, e);
    }
  }

  /** A class loader would pass over what is no jar without a word. */
  private static void requireReadable(String name, Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      opened.getManifest();
    } catch (IOException e) {
      throw new ExtensionException(
          "the extension "
              + name
              + " cannot be read: "
              + jar.getFileName()
              + " is broken or not readable for this user ("
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
