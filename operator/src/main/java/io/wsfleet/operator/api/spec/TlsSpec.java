package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** TLS between everything that belongs to the fleet. */
@ValidationRule(
    value = "self.secretName.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
    fieldPath = ".secretName",
    message =
        "tls.secretName must be the name of a Secret: lower case letters, digits, '-' and '.',"
            + " with a letter or digit at both ends")
public record TlsSpec(
    @JsonPropertyDescription(
            "The name of a Secret of yours in the same namespace with the keys tls.crt, tls.key and"
                + " ca.crt in PEM, as cert-manager writes it. All of the fleet's programs show"
                + " tls.crt, and believe those whom an authority in ca.crt has issued one."
                + " docs/operator.md says which names it must have. Another content is taken over"
                + " while everything runs; nothing is started again for it.")
        @Required
        @Size(min = 1, max = 253)
        String secretName) {}
