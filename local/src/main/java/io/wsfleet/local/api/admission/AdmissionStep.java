package io.wsfleet.local.api.admission;

import java.util.List;

/** One step of the {@link AdmissionChain}. */
interface AdmissionStep {

  /**
   * Completes the object of the request, or adds to the violations. A step throws a {@code
   * StatusException} only where the later steps must not run.
   */
  void admit(AdmissionRequest request, List<String> violations);
}
