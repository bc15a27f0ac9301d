package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WriteErrorTest {
  @Test
  void distinguishesAWrongServerFromATemporaryError() {
    for (String wrong :
        List.of(
            "READONLY You can't write against a read only replica.",
            "ERR Error running script: @user_script: -READONLY You can't write",
            "UNBLOCKED force unblock from blocking operation",
            "MASTERDOWN Link with MASTER is down",
            "LOADING Redis is loading the dataset in memory")) {
      assertEquals(WriteError.NOT_MASTER, WriteError.of(new Exception(wrong)), wrong);
    }
    for (String temporary :
        List.of(
            "NOREPLICAS Not enough good replicas to write.",
            "NOSCRIPT No matching script.",
            "NOHISTORY the stream has not begun",
            "ERR The ID specified in XADD is equal or smaller than the target stream top item",
            "OOM command not allowed")) {
      assertEquals(WriteError.TEMPORARY, WriteError.of(new Exception(temporary)), temporary);
    }
  }
}
