package io.wsfleet.e2e.run;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a test with a message if a requirement is not met; fails it if {@code e2e.require} names
 * that requirement.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(Needs.Condition.class)
public @interface Needs {

  Need[] value();

  /** Looked up once for the class and once for each method, where either carries the annotation. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
          .map(needs -> check(needs.value()))
          .orElse(ConditionEvaluationResult.enabled("needs nothing"));
    }

    private static ConditionEvaluationResult check(Need[] needs) {
      for (Need need : needs) {
        if (need.isMet()) continue;
        if (E2eSettings.required().contains(need)) {
          throw new IllegalStateException(need.missing() + ", and e2e.require asks for it");
        }
        return ConditionEvaluationResult.disabled(need.missing());
      }
      return ConditionEvaluationResult.enabled("all needs are met");
    }
  }
}
