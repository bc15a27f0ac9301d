package io.wsfleet.e2e.run;

import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ_WRITE;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Marks a test class that may run while other classes run: it spends most of its time waiting, and
 * no assertion of it depends on a duration that other work on the machine makes longer.
 *
 * <p>Every class without this annotation runs alone, before these. Alone run: the classes that
 * measure (bounds of failovers, the audit of a minute at rest, changes that are healed within five
 * seconds), the classes that count messages under load, those that use a node as a whole, and
 * {@code InstallIT}, which tests the operator before it serves all namespaces.
 *
 * <p>The lane says beside whom a class may run. At most three classes run at once: one that needs
 * no cluster, and either one in each lane of fleets or one that ends or freezes the operator. The
 * lanes of fleets also bound the processor time that pods request, since a node of two processors
 * has room for two fleets.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("side-by-side")
@ResourceLock(providers = SideBySide.Locks.class)
public @interface SideBySide {

  Lane value();

  /** Classes of one lane run one after another. */
  enum Lane {
    /** Starts its programs on this machine. */
    WITHOUT_CLUSTER(Set.of(lock("without-cluster", READ_WRITE))),

    /**
     * The same, and loads the processors: not beside a class that waits for leases of the operator.
     */
    BUILD(Set.of(lock("without-cluster", READ_WRITE), lock("operator", READ))),

    /** Has a fleet in a namespace of its own, and needs an operator that runs. */
    FLEET_A(Set.of(lock("fleet-a", READ_WRITE), lock("operator", READ))),

    /** The same, beside {@link #FLEET_A}. */
    FLEET_B(Set.of(lock("fleet-b", READ_WRITE), lock("operator", READ))),

    /** Ends, freezes or scales the operator: no other class that needs one runs. */
    OPERATOR(Set.of(lock("operator", READ_WRITE)));

    private final Set<ResourceLocksProvider.Lock> locks;

    Lane(Set<ResourceLocksProvider.Lock> locks) {
      this.locks = locks;
    }

    private static ResourceLocksProvider.Lock lock(String resource, ResourceAccessMode mode) {
      return new ResourceLocksProvider.Lock("io.wsfleet.e2e." + resource, mode);
    }
  }

  /** The locks of the lane of a class. */
  final class Locks implements ResourceLocksProvider {

    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
      return testClass.getAnnotation(SideBySide.class).value().locks;
    }
  }
}
