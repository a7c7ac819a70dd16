package org.millrace.scheduling.tree;

import java.math.BigDecimal;
import java.util.Set;
import org.millrace.scheduling.resource.Resources;

/**
 * What is set for one queue. Components that may be null say nothing then: {@code policy}, {@code
 * maxAmShare}, {@code preemption}, {@code nodeLocalityDelay} and {@code smallQueueMb} come from the
 * nearest ancestor that sets them. Immutable; checked as a whole by {@link SchedulerSettings}.
 *
 * @param weight share among the siblings under the fair policy; above zero, at most six decimals
 * @param minShare what the queue gets before its siblings get more than theirs (fair)
 * @param maxShare what it never uses more of, a max below the min share counting as the min share
 * @param capacity percent of the parent that is guaranteed (capacity); at most four decimals
 * @param maxCapacity percent of the parent that it never uses more of; at most four decimals
 * @param maxApplications most applications submitted and not ended; null for no limit
 * @param maxAmShare share of the queue's maximum that application masters may use (P4)
 * @param submit who may submit here and below; empty leaves it to the ancestors
 * @param administer who may administer here and below; empty leaves it to the ancestors
 * @param policy how the children are ordered
 * @param preemption whether containers may be taken from this queue when it is above its due
 * @param nodeLocalityDelay chances passed up before another node of the rack will do; -1 for off
 * @param smallQueueMb a queue that uses less competes ahead of larger ones (capacity); 0 for off
 * @param template settings of children that are created on demand; null allows none
 */
public record QueueSettings(
    BigDecimal weight,
    Resources minShare,
    Resources maxShare,
    BigDecimal capacity,
    BigDecimal maxCapacity,
    Integer maxApplications,
    BigDecimal maxAmShare,
    Set<String> submit,
    Set<String> administer,
    Policy policy,
    Boolean preemption,
    Integer nodeLocalityDelay,
    Long smallQueueMb,
    QueueSettings template) {

  public QueueSettings {
    submit = Set.copyOf(submit);
    administer = Set.copyOf(administer);
  }

  /** The same, and no children are created on demand. */
  public QueueSettings withoutTemplate() {
    return new QueueSettings(
        weight,
        minShare,
        maxShare,
        capacity,
        maxCapacity,
        maxApplications,
        maxAmShare,
        submit,
        administer,
        policy,
        preemption,
        nodeLocalityDelay,
        smallQueueMb,
        null);
  }

  /** Weight 1, no shares, no limits, everything else as the ancestors say. */
  public static Builder builder() {
    return new Builder();
  }

  public static QueueSettings defaults() {
    return builder().build();
  }

  /** Collects what is set; not thread-safe. */
  public static final class Builder {
    private BigDecimal weight = BigDecimal.ONE;
    private Resources minShare = Resources.NONE;
    private Resources maxShare = Resources.UNLIMITED;
    private BigDecimal capacity = BigDecimal.ZERO;
    private BigDecimal maxCapacity = BigDecimal.valueOf(100);
    private Integer maxApplications;
    private BigDecimal maxAmShare;
    private Set<String> submit = Set.of();
    private Set<String> administer = Set.of();
    private Policy policy;
    private Boolean preemption;
    private Integer nodeLocalityDelay;
    private Long smallQueueMb;
    private QueueSettings template;

    private Builder() {}

    public Builder weight(BigDecimal value) {
      weight = value;
      return this;
    }

    public Builder weight(double value) {
      return weight(BigDecimal.valueOf(value));
    }

    public Builder minShare(Resources value) {
      minShare = value;
      return this;
    }

    public Builder maxShare(Resources value) {
      maxShare = value;
      return this;
    }

    public Builder capacity(BigDecimal percent) {
      capacity = percent;
      return this;
    }

    public Builder capacity(double percent) {
      return capacity(BigDecimal.valueOf(percent));
    }

    public Builder maxCapacity(BigDecimal percent) {
      maxCapacity = percent;
      return this;
    }

    public Builder maxCapacity(double percent) {
      return maxCapacity(BigDecimal.valueOf(percent));
    }

    public Builder maxApplications(int value) {
      maxApplications = value;
      return this;
    }

    public Builder maxAmShare(BigDecimal value) {
      maxAmShare = value;
      return this;
    }

    public Builder maxAmShare(double value) {
      return maxAmShare(BigDecimal.valueOf(value));
    }

    public Builder submit(Set<String> users) {
      submit = users;
      return this;
    }

    public Builder administer(Set<String> users) {
      administer = users;
      return this;
    }

    public Builder policy(Policy value) {
      policy = value;
      return this;
    }

    public Builder preemption(boolean value) {
      preemption = value;
      return this;
    }

    public Builder nodeLocalityDelay(int chances) {
      nodeLocalityDelay = chances;
      return this;
    }

    public Builder smallQueueMb(long value) {
      smallQueueMb = value;
      return this;
    }

    public Builder template(QueueSettings value) {
      template = value;
      return this;
    }

    public QueueSettings build() {
      return new QueueSettings(
          weight,
          minShare,
          maxShare,
          capacity,
          maxCapacity,
          maxApplications,
          maxAmShare,
          submit,
          administer,
          policy,
          preemption,
          nodeLocalityDelay,
          smallQueueMb,
          template);
    }
  }
}
