package org.millrace.engine.result;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Write the message as a result object of the job whose stage this route is. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "result",
    title = "Result",
    syntax = "result:name",
    producerOnly = true,
    category = {Category.WORKFLOW})
public class ResultEndpoint extends DefaultEndpoint {
  @UriPath(description = "Name of the result, a plain file name such as report.txt.")
  @Metadata(required = true)
  private final String name;

  ResultEndpoint(String uri, ResultComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  public String getName() {
    return name;
  }

  @Override
  public Producer createProducer() {
    return new ResultProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new IllegalArgumentException(
        "result:" + name + ": can only be sent to; a route begins with from(\"stage:NAME\")");
  }

  @Override
  public boolean isRemote() {
    return false;
  }
}
