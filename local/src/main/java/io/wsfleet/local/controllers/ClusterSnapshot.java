package io.wsfleet.local.controllers;

import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Resource;
import java.time.Instant;
import java.util.List;

/** All objects of the cluster at one moment. */
public record ClusterSnapshot(List<Resource> all, Instant now) {

  List<Resource> of(Kind kind) {
    return all.stream().filter(one -> one.kind().equals(kind)).toList();
  }

  List<Resource> controlledBy(Resource owner, Kind kind) {
    return of(kind).stream().filter(one -> one.isControlledBy(owner)).toList();
  }
}
