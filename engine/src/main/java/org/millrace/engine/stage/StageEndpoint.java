package org.millrace.engine.stage;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Run a route as a stage of a pipeline: its tasks are queued, scheduled, retried and settled
 * exactly once.
 */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "stage",
    title = "Stage",
    syntax = "stage:name",
    category = {Category.WORKFLOW})
public class StageEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
  @UriPath(description = "Name of the stage: letters, digits, hyphens, underscores and dots.")
  @Metadata(required = true)
  private final String name;

  @UriParam private final StageConfiguration configuration;

  private final Stages stages;

  StageEndpoint(
      String uri,
      StageComponent component,
      String name,
      StageConfiguration configuration,
      Stages stages) {
    super(uri, component);
    this.name = name;
    this.configuration = configuration;
    this.stages = stages;
  }

  public String getName() {
    return name;
  }

  public StageConfiguration getConfiguration() {
    return configuration;
  }

  Stages stages() {
    return stages;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    return new StageConsumer(this, processor);
  }

  @Override
  public Producer createProducer() {
    return new StageProducer(this);
  }

  /** Camel lets a second one start, so that {@link Stages} can refuse it in words of its own. */
  @Override
  public boolean isMultipleConsumersSupported() {
    return true;
  }

  @Override
  public boolean isRemote() {
    return false;
  }
}
