package io.wsfleet.e2e.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks what an ordinary run leaves out because it takes long: it runs with {@code -Dfaults=all}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AllFaultsOnly.Condition.class)
public @interface AllFaultsOnly {

  /** Looked up where the annotation is. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return E2eSettings.allFaults()
          ? ConditionEvaluationResult.enabled("all faults are asked for")
          : ConditionEvaluationResult.disabled("-Dfaults=all has it");
    }
  }
}
