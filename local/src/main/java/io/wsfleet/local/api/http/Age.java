package io.wsfleet.local.api.http;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the short form that kubectl uses: 45s, 3m20s, 12m, 5h, 2d. */
final class Age {
  private Age() {}

  static String of(String timestamp, Instant now) {
    if (timestamp.isEmpty()) {
      return "<unknown>";
    }
    Duration age = Duration.between(Instant.parse(timestamp), now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toSeconds() < 120) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 10) {
      return age.toMinutes() + "m" + seconds(age);
    }
    if (age.toHours() < 3) {
      return age.toMinutes() + "m";
    }
    return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
  }

  private static String seconds(Duration age) {
    return age.toSecondsPart() == 0 ? "" : age.toSecondsPart() + "s";
  }
}
