package io.wsfleet.operator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CrdTest {

  @Test
  void theCommittedCrdIsTheOneThatTheRecordsMake() throws Exception {
    if (Boolean.getBoolean("crd.write")) {
      Files.createDirectories(Crd.FILE.getParent());
      Files.writeString(Crd.FILE, Crd.yaml());
    }
    assertEquals(
        Crd.yaml(),
        Files.readString(Crd.FILE),
        "crds/ differs from the records; write it anew with"
            + " ./mvnw -pl operator test -Dtest=CrdTest -Dcrd.write=true");
  }
}
