package org.millrace.engine.stage;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a stage, as they stand on its URI. Settings may override each by stage name. */
@UriParams
public class StageConfiguration {
  @UriParam(
      label = "consumer",
      defaultValue = "256Mi",
      description = "Memory that one container of this stage takes, such as 256Mi or 1Gi.")
  private String memory = "256Mi";

  @UriParam(
      label = "consumer",
      defaultValue = "0.5",
      description = "Cores that one container of this stage takes.")
  private double vcores = 0.5;

  @UriParam(
      label = "consumer",
      defaultValue = "10Mi",
      description = "Network that one container of this stage takes, in bytes a second.")
  private String network = "10Mi";

  @UriParam(
      label = "consumer",
      defaultValue = "100",
      description =
          "Most tasks that a container claims and settles together; it takes fewer where they are slow.")
  private int batch = 100;

  @UriParam(
      label = "consumer",
      defaultValue = "3",
      description = "Attempts before a task is dead, the first included; a crash counts as one.")
  private int maxAttempts = 3;

  @UriParam(
      label = "consumer",
      defaultValue = "1s",
      javaType = "java.time.Duration",
      description =
          "Wait before the second attempt; doubled for each further one, up to 5 minutes.")
  private long backoff = 1000;

  @UriParam(
      label = "consumer",
      defaultValue = "10m",
      javaType = "java.time.Duration",
      description = "Longest that one attempt may take; then it is interrupted and has failed.")
  private long timeout = 600_000;

  @UriParam(
      label = "consumer",
      description =
          "Makes the stage a barrier: it gets one task a job, when nothing is left at this stage or"
              + " before it. Several stages are separated by commas.")
  private String after;

  @UriParam(
      label = "consumer",
      enums = "table,push,sqs",
      description =
          "How tasks travel to this stage: table (queue table), push (Artemis) or sqs. As the settings say unless given.")
  private String transport;

  @UriParam(
      label = "consumer",
      defaultValue = "thread",
      enums = "thread",
      description = "What separates a running task from its neighbours.")
  private String isolation = "thread";

  @UriParam(
      label = "consumer",
      defaultValue = "1000",
      description = "Most containers that drain one lane of this stage at a time.")
  @Metadata
  private int maxContainers = 1000;

  @UriParam(
      label = "consumer",
      defaultValue = "false",
      description =
          "Keeps what its tasks were given, a row each, so that a job can be run again from this"
              + " stage. A barrier keeps it anyway.")
  private boolean keepInputs;

  public String getMemory() {
    return memory;
  }

  public void setMemory(String memory) {
    this.memory = memory;
  }

  public double getVcores() {
    return vcores;
  }

  public void setVcores(double vcores) {
    this.vcores = vcores;
  }

  public String getNetwork() {
    return network;
  }

  public void setNetwork(String network) {
    this.network = network;
  }

  public int getBatch() {
    return batch;
  }

  public void setBatch(int batch) {
    this.batch = batch;
  }

  public int getMaxAttempts() {
    return maxAttempts;
  }

  public void setMaxAttempts(int maxAttempts) {
    this.maxAttempts = maxAttempts;
  }

  public long getBackoff() {
    return backoff;
  }

  public void setBackoff(long backoff) {
    this.backoff = backoff;
  }

  public long getTimeout() {
    return timeout;
  }

  public void setTimeout(long timeout) {
    this.timeout = timeout;
  }

  public String getAfter() {
    return after;
  }

  public void setAfter(String after) {
    this.after = after;
  }

  public String getTransport() {
    return transport;
  }

  public void setTransport(String transport) {
    this.transport = transport;
  }

  public String getIsolation() {
    return isolation;
  }

  public void setIsolation(String isolation) {
    this.isolation = isolation;
  }

  public int getMaxContainers() {
    return maxContainers;
  }

  public void setMaxContainers(int maxContainers) {
    this.maxContainers = maxContainers;
  }

  public boolean isKeepInputs() {
    return keepInputs;
  }

  public void setKeepInputs(boolean keepInputs) {
    this.keepInputs = keepInputs;
  }
}
