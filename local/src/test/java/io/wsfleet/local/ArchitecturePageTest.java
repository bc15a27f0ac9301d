package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The walks through the code in ARCHITECTURE.md lead through files that are there. */
class ArchitecturePageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern WALK =
      Pattern.compile("<!-- walk: (\\w+) -->(.*?)<!-- /walk -->", Pattern.DOTALL);
  private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. `([\\w/]+)`");
  private static final int MAX_FILES = 25;

  @Test
  void everyWalkIsShortAndEntersNoFileTwice() throws IOException {
    List<MatchResult> walks = walks();
    assertEquals(List.of("frame", "reconcile", "failover"), names(walks));
    for (MatchResult walk : walks) {
      List<String> files = files(walk);
      assertTrue(files.size() > 10, walk.group(1));
      assertTrue(files.size() <= MAX_FILES, walk.group(1) + " has " + files.size());
      assertEquals(files.size(), new HashSet<>(files).size(), walk.group(1) + " enters one twice");
    }
  }

  @Test
  void everyFileOfAWalkIsThere() throws IOException {
    for (MatchResult walk : walks()) {
      for (String file : files(walk)) {
        assertTrue(
            List.of("gateway", "operator", "contract").stream()
                .anyMatch(module -> isThere(module, file)),
            file);
      }
    }
  }

  private static boolean isThere(String module, String file) {
    return Files.isRegularFile(
        ROOT.resolve(module)
            .resolve("src/main/java/io/wsfleet")
            .resolve(module)
            .resolve(file + ".java"));
  }

  private static List<MatchResult> walks() throws IOException {
    return WALK.matcher(Files.readString(ROOT.resolve("ARCHITECTURE.md"))).results().toList();
  }

  private static List<String> names(List<MatchResult> walks) {
    return walks.stream().map(walk -> walk.group(1)).toList();
  }

  private static List<String> files(MatchResult walk) {
    return STEP.matcher(walk.group(2)).results().map(step -> step.group(1)).toList();
  }
}
