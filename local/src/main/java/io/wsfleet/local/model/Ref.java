package io.wsfleet.local.model;

/** Which object: its kind, its namespace ("" for what has none) and its name. */
public record Ref(Kind kind, String namespace, String name) {

  @Override
  public String toString() {
    String place = namespace.isEmpty() ? name : namespace + "/" + name;
    return kind.singular() + " " + place;
  }
}
