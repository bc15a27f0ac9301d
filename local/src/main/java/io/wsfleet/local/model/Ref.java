package io.wsfleet.local.model;

/** A reference to an object: kind, namespace ("" for cluster-wide kinds) and name. */
public record Ref(Kind kind, String namespace, String name) {

  @Override
  public String toString() {
    String place = namespace.isEmpty() ? name : namespace + "/" + name;
    return kind.singular() + " " + place;
  }
}
