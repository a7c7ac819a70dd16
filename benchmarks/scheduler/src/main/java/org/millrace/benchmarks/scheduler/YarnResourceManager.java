package org.millrace.benchmarks.scheduler;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.event.Dispatcher;
import org.apache.hadoop.yarn.event.Event;
import org.apache.hadoop.yarn.event.EventHandler;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.AbstractYarnScheduler;

/**
 * YARN's resource manager of which only the scheduler and the tokens' keys are alive: no port is
 * opened, and what the scheduler tells the rest of the system goes nowhere and costs nothing.
 */
final class YarnResourceManager extends ResourceManager {

  static YarnResourceManager start(Configuration settings) {
    YarnResourceManager manager = new YarnResourceManager();
    manager.init(settings);
    manager.getRMContext().getContainerTokenSecretManager().rollMasterKey();
    manager.getRMContext().getNMTokenSecretManager().rollMasterKey();
    ((Service) manager.getResourceScheduler()).start();
    return manager;
  }

  AbstractYarnScheduler<?, ?> scheduler() {
    return (AbstractYarnScheduler<?, ?>) getResourceScheduler();
  }

  @Override
  protected Dispatcher createDispatcher() {
    return new Silent();
  }

  private static final class Silent implements Dispatcher {
    @Override
    @SuppressWarnings("rawtypes")
    public EventHandler<Event> getEventHandler() {
      return event -> {};
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void register(Class<? extends Enum> eventType, EventHandler handler) {
      // Nothing is ever handled.
    }
  }
}
