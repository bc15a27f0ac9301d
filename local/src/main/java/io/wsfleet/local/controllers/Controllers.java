package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Write;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs the controllers: looks at everything, carries out what they ask for, and looks again. */
public final class Controllers {
  private static final Write BY_US = Write.by("kube-controller-manager");
  private static final int MOST_ROUNDS = 20;

  private final Cluster cluster;
  private final InstantSource clock;

  public Controllers(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Until nothing is left to do; what is left after many rounds waits for the next call. */
  public void run() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<Step> steps = steps(world());
      if (steps.isEmpty()) {
        return;
      }
      steps.forEach(this::carryOut);
    }
  }

  static List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>(Garbage.steps(world));
    steps.addAll(Deployments.steps(world));
    steps.addAll(ReplicaSets.steps(world));
    steps.addAll(EndpointLists.steps(world));
    steps.addAll(Claims.steps(world));
    return steps;
  }

  private World world() {
    return new World(cluster.everything(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private void carryOut(Step step) {
    try {
      if (step instanceof Step.Create create) {
        cluster.create(create.kind(), create.namespace(), create.object(), BY_US);
      } else if (step instanceof Step.Scale scale) {
        cluster.change(
            scale.ref(),
            object -> {
              object.withObject("/spec").put("replicas", scale.replicas());
              return object;
            },
            BY_US);
      } else if (step instanceof Step.Set set) {
        cluster.change(set.ref(), object -> object.setAll(set.fields()), BY_US);
      } else if (step instanceof Step.Report report) {
        cluster.change(report.ref(), object -> with(object, report), BY_US.toStatus());
      } else if (step instanceof Step.Delete delete) {
        cluster.delete(delete.ref(), null, false);
      } else {
        throw new IllegalStateException("an unknown step: " + step);
      }
    } catch (ApiFailure failure) {
      // What was decided on is no longer so; the next look decides anew.
    }
  }

  private static ObjectNode with(ObjectNode object, Step.Report report) {
    object.set("status", report.status());
    return object;
  }
}
