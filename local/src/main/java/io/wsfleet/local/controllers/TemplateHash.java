package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Json;
import java.util.zip.CRC32;

/** A hash of a pod template, for the name of its ReplicaSet. */
final class TemplateHash {
  private TemplateHash() {}

  static String of(JsonNode template) {
    CRC32 sum = new CRC32();
    sum.update(Json.bytes(template));
    return "%08x".formatted(sum.getValue());
  }
}
