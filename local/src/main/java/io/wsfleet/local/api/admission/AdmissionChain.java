package io.wsfleet.local.api.admission;

import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * The admission steps in their order: name, schema of a custom resource, defaults of built-in
 * kinds, address and ports of a Service. Each step sees the object as the steps before have
 * completed it. All violations are reported together, in the order of the steps.
 */
public final class AdmissionChain {
  private final List<AdmissionStep> steps;

  /**
   * @param serviceAddressPrefix the first three bytes of the addresses of Services
   * @param isFreeOnHost whether a node port is not in use on this machine
   * @param services all Services that are stored
   */
  public AdmissionChain(
      String serviceAddressPrefix, IntPredicate isFreeOnHost, Supplier<List<Resource>> services) {
    this.steps =
        List.of(
            new NameValidation(),
            new SchemaAdmission(),
            new BuiltInDefaults(),
            new ServiceAllocator(serviceAddressPrefix, isFreeOnHost, services));
  }

  /** Completes the object of a request. Throws a {@link StatusException} if it is not valid. */
  public void admit(AdmissionRequest request) {
    List<String> violations = new ArrayList<>();
    steps.forEach(step -> step.admit(request, violations));
    if (!violations.isEmpty()) {
      throw StatusException.invalid(request.kind(), request.wanted().name(), violations);
    }
  }
}
