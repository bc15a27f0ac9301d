package io.wsfleet.local.api.schema;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled CEL expressions of schemas, each compiled once. */
final class CelPrograms {
  private static final int MAX_PROGRAMS = 2_000;
  private static final int MAX_ITERATIONS = 1_000_000;

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setOptions(
              CelOptions.current()
                  .enableHeterogeneousNumericComparisons(true)
                  .comprehensionMaxIterations(MAX_ITERATIONS)
                  .build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .addCompilerLibraries(CelExtensions.strings(), CelExtensions.sets(CelOptions.DEFAULT))
          .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.sets(CelOptions.DEFAULT))
          .build();

  private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

  private CelPrograms() {}

  static CelRuntime.Program of(String expression)
      throws CelValidationException, CelEvaluationException {
    CelRuntime.Program compiled = PROGRAMS.get(expression);
    if (compiled == null) {
      compiled = CEL.createProgram(CEL.compile(expression).getAst());
      if (PROGRAMS.size() >= MAX_PROGRAMS) {
        PROGRAMS.clear();
      }
      PROGRAMS.put(expression, compiled);
    }
    return compiled;
  }
}
