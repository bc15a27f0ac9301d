package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** TLS between all programs of the fleet. */
@ValidationRule(
    value = "self.secretName.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
    fieldPath = ".secretName",
    message =
        "tls.secretName must be the name of a Secret: lower case letters, digits, '-' and '.',"
            + " with a letter or digit at both ends")
public record TlsSpec(
    @JsonPropertyDescription(
            "The name of your Secret in the same namespace with the keys tls.crt, tls.key and"
                + " ca.crt in PEM, as cert-manager writes it. All programs of the fleet present"
                + " tls.crt, and trust certificates of the authorities in ca.crt. docs/operator.md"
                + " says which names tls.crt must have. When the content changes the running"
                + " programs use it; no pod is replaced.")
        @Required
        @Size(min = 1, max = 253)
        String secretName) {}
