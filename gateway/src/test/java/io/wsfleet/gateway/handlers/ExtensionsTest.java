package io.wsfleet.gateway.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.testing.ExtensionJar;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding extensions, and the error messages when one cannot be used. */
class ExtensionsTest {
  @TempDir private Path folder;

  @Test
  void areJarsAndDirectoriesOfJars() throws IOException {
    ExtensionJar.write(folder.resolve("play.jar"), TestExtension.class);
    Path withLibrary = Files.createDirectory(folder.resolve("with-library"));
    ExtensionJar.write(withLibrary.resolve("with-library.jar"), LibraryExtension.class);
    ExtensionJar.write(withLibrary.resolve("library.jar"), Library.class, "a", "b");
    Files.createDirectory(folder.resolve("..data"));
    Files.writeString(folder.resolve("README"), "x");
    assertEquals(List.of("play.jar", "with-library"), start());
  }

  @Test
  void areNoneInAnEmptyDirectory() {
    assertEquals(List.of(), start());
  }

  @Test
  void failWithoutTheDirectory() {
    folder = folder.resolve("none");
    assertEquals(
        "WSFLEET_EXTENSIONS is \""
            + folder
            + "\", which is not a directory; create it or unset the variable",
        failure());
  }

  @Test
  void failIfAJarCannotBeRead() throws IOException {
    Files.writeString(folder.resolve("chat.jar"), "no jar");
    assertTrue(
        failure().startsWith("the extension chat.jar cannot be read: chat.jar is broken or not"),
        failure());
  }

  @Test
  void failIfAJarNamesNoClassOrAMissingOne() throws IOException {
    ExtensionJar.write(folder.resolve("library.jar"), Library.class, "a", "b");
    assertEquals(
        "the extension library.jar lists no class in"
            + " META-INF/services/io.wsfleet.handlers.Extension; put the extension and its"
            + " libraries into one directory",
        failure());
    ExtensionJar.write(
        folder.resolve("library.jar"),
        Library.class,
        "META-INF/services/io.wsfleet.handlers.Extension",
        "com.example.Gone");
    assertEquals(
        "the extension library.jar is broken: io.wsfleet.handlers.Extension: Provider"
            + " com.example.Gone not found",
        failure());
  }

  @Test
  void failIfALibraryIsMissing() throws IOException {
    ExtensionJar.write(folder.resolve("with-library.jar"), LibraryExtension.class);
    assertEquals(
        "the extension with-library.jar misses the class io.wsfleet.gateway.handlers.Library; put"
            + " the extension and its libraries into one directory",
        failure());
  }

  @Test
  void failIfOneThrowsAtItsStart() throws IOException {
    ExtensionJar.write(folder.resolve("failing.jar"), FailingExtension.class);
    String failure = failure();
    assertTrue(
        failure.startsWith(
            "the extension failing.jar did not start: java.lang.IllegalStateException: no database"
                + " at failing.jar//io.wsfleet.gateway.handlers.FailingExtension.start(FailingExtension.java:"),
        failure);
  }

  @Test
  void failIfTwoHaveAHandlerForTheSameThing() throws IOException {
    ExtensionJar.write(folder.resolve("one.jar"), TestExtension.class);
    ExtensionJar.write(folder.resolve("two.jar"), TestExtension.class);
    String failure = failure();
    assertTrue(
        failure.startsWith(
            "the extension two.jar did not start: java.lang.IllegalStateException: one.jar and"
                + " two.jar both have a handler for admission in /play; only one is allowed"),
        failure);
  }

  private String failure() {
    return assertThrows(ExtensionException.class, this::start).getMessage();
  }

  private List<String> start() {
    Extensions extensions =
        new Extensions(
            "g",
            new ExtensionSettings(folder, 5000, 1, 10, 10),
            new NamespaceMatcher(List.of("/play")),
            new InMemoryBus("g"),
            new Hub());
    try {
      extensions.load();
      extensions.start(listener());
      return extensions.names();
    } finally {
      extensions.stop();
    }
  }

  private static BusListener listener() {
    return (BusListener)
        Proxy.newProxyInstance(
            BusListener.class.getClassLoader(),
            new Class<?>[] {BusListener.class},
            (self, method, arguments) -> null);
  }
}
