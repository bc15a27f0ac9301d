package io.wsfleet.gateway.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.server.Hub;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How extensions are found, and what an administrator reads when one cannot be used. */
class ExtensionsTest {
  @TempDir private Path folder;

  @Test
  void areJarsAndFoldersOfJars() throws IOException {
    ExtensionJar.of(folder.resolve("play.jar"), TestExtension.class);
    Path needy = Files.createDirectory(folder.resolve("needy"));
    ExtensionJar.of(needy.resolve("needy.jar"), LibraryExtension.class);
    ExtensionJar.write(needy.resolve("library.jar"), Library.class, "a", "b");
    Files.createDirectory(folder.resolve("..data"));
    Files.writeString(folder.resolve("README"), "x");
    assertEquals(List.of("needy", "play.jar"), start());
  }

  @Test
  void areNoneInAnEmptyFolder() {
    assertEquals(List.of(), start());
  }

  @Test
  void mayBeInAFolderThatIsThere() {
    folder = folder.resolve("none");
    assertEquals(
        "WSFLEET_EXTENSIONS is \"" + folder + "\", which is no folder; make it, or unset it",
        failure());
  }

  @Test
  void stopTheStartWhereAJarIsBroken() throws IOException {
    Files.writeString(folder.resolve("chat.jar"), "no jar");
    assertTrue(
        failure().startsWith("the extension chat.jar cannot be read: chat.jar is broken or not"),
        failure());
  }

  @Test
  void stopTheStartWhereAJarNamesNoneOrOneThatIsNotThere() throws IOException {
    ExtensionJar.write(folder.resolve("library.jar"), Library.class, "a", "b");
    assertEquals(
        "the extension library.jar names no class in META-INF/services/io.wsfleet.handlers.Extension;"
            + " a library of an extension belongs beside it, into a folder of their own",
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
  void stopTheStartWhereALibraryIsMissing() throws IOException {
    ExtensionJar.of(folder.resolve("needy.jar"), LibraryExtension.class);
    assertEquals(
        "the extension needy.jar misses the class io.wsfleet.gateway.extensions.Library; put the jar"
            + " that has it beside the extension, into a folder of their own",
        failure());
  }

  @Test
  void stopTheStartWhereOneDoesNotStart() throws IOException {
    ExtensionJar.of(folder.resolve("stubborn.jar"), FailingExtension.class);
    String failure = failure();
    assertTrue(
        failure.startsWith(
            "the extension stubborn.jar did not start: java.lang.IllegalStateException: no database"
                + " at stubborn.jar//io.wsfleet.gateway.extensions.Stubborn.start(Stubborn.java:"),
        failure);
  }

  @Test
  void stopTheStartWhereTwoWantTheSame() throws IOException {
    ExtensionJar.of(folder.resolve("one.jar"), TestExtension.class);
    ExtensionJar.of(folder.resolve("two.jar"), TestExtension.class);
    String failure = failure();
    assertTrue(
        failure.startsWith(
            "the extension two.jar did not start: java.lang.IllegalStateException: one.jar and"
                + " two.jar both have a handler for admission in /play; there can be one"),
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
      extensions.start(nobody());
      return extensions.names();
    } finally {
      extensions.stop();
    }
  }

  private static BusListener nobody() {
    return (BusListener)
        Proxy.newProxyInstance(
            BusListener.class.getClassLoader(),
            new Class<?>[] {BusListener.class},
            (self, method, arguments) -> null);
  }
}
