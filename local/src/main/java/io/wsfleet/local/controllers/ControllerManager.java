package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.StatusException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the controllers: takes a snapshot, carries out their actions, and repeats while there are
 * actions.
 */
public final class ControllerManager {
  private static final WriteOptions WRITE_OPTIONS = WriteOptions.by("kube-controller-manager");
  private static final int MAX_ITERATIONS = 20;

  private final Registry registry;
  private final InstantSource clock;

  public ControllerManager(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Runs until no controller wants a change, for a limited number of rounds. */
  public void run() {
    for (int round = 0; round < MAX_ITERATIONS; round++) {
      List<Action> steps = reconcile(snapshot());
      if (steps.isEmpty()) {
        return;
      }
      steps.forEach(this::execute);
    }
  }

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    List<Action> steps = new ArrayList<>(GarbageCollector.reconcile(clusterSnapshot));
    steps.addAll(Deployments.reconcile(clusterSnapshot));
    steps.addAll(ReplicaSets.reconcile(clusterSnapshot));
    steps.addAll(Endpoints.reconcile(clusterSnapshot));
    steps.addAll(PersistentVolumeClaims.reconcile(clusterSnapshot));
    return steps;
  }

  private ClusterSnapshot snapshot() {
    return new ClusterSnapshot(registry.listAll(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private void execute(Action action) {
    try {
      if (action instanceof Action.Create create) {
        registry.create(create.kind(), create.namespace(), create.object(), WRITE_OPTIONS);
      } else if (action instanceof Action.Scale scale) {
        registry.update(
            scale.ref(),
            object -> {
              object.withObject("/spec").put("replicas", scale.replicas());
              return object;
            },
            WRITE_OPTIONS);
      } else if (action instanceof Action.SetFields setFields) {
        registry.update(
            setFields.ref(), object -> object.setAll(setFields.fields()), WRITE_OPTIONS);
      } else if (action instanceof Action.UpdateStatus updateStatus) {
        registry.update(
            updateStatus.ref(), object -> with(object, updateStatus), WRITE_OPTIONS.toStatus());
      } else if (action instanceof Action.Delete delete) {
        registry.delete(delete.ref(), null, false);
      } else {
        throw new IllegalStateException("an unknown step: " + action);
      }
    } catch (StatusException failure) {
      // What was decided on is no longer so; the next look decides anew.
    }
  }

  private static ObjectNode with(ObjectNode object, Action.UpdateStatus updateStatus) {
    object.set("status", updateStatus.status());
    return object;
  }
}
