package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SmallSetTest {
  @Test
  void isASetHoweverLargeItBecomes() {
    for (int largest : new int[] {1, 3, 16, 17, 40}) {
      Random random = new Random(largest);
      Set<String> set = new SmallSet<>();
      Set<String> model = new HashSet<>();
      for (int step = 0; step < 2000; step++) {
        // Not the same object each time: equality counts.
        String element = "e" + random.nextInt(largest);
        if (random.nextBoolean()) {
          assertEquals(model.add(element), set.add(element));
        } else {
          assertEquals(model.remove(element), set.remove(element));
        }
        assertEquals(model.contains("e0"), set.contains("e0"));
        assertEquals(model, set);
        assertEquals(model.size(), set.size());
      }
    }
  }

  @Test
  void reportsTheEndOfAnIteration() {
    Set<String> set = new SmallSet<>();
    set.add("a");
    var each = set.iterator();
    assertEquals("a", each.next());
    assertThrows(NoSuchElementException.class, each::next);
  }
}
