package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Resource;

/** The limits of a rolling update: how many pods above and below the wanted number. */
record RollingUpdate(int maxSurge, int maxUnavailable) {

  static RollingUpdate of(Resource deployment, int desired) {
    int surge = number(deployment.at("/spec/strategy/rollingUpdate/maxSurge"), desired, true);
    int unavailable =
        number(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable"), desired, false);
    // With neither the update could not begin.
    return surge == 0 && unavailable == 0
        ? new RollingUpdate(0, 1)
        : new RollingUpdate(surge, unavailable);
  }

  private static int number(JsonNode value, int of, boolean up) {
    String text = value.asText("25%");
    if (!text.endsWith("%")) {
      return value.asInt();
    }
    double share = Integer.parseInt(text.substring(0, text.length() - 1)) * of / 100.0;
    return (int) (up ? Math.ceil(share) : Math.floor(share));
  }
}
