package org.millrace.benchmarks.scheduler;

import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.service.Service;
import org.apache.hadoop.yarn.event.Dispatcher;
import org.apache.hadoop.yarn.event.Event;
import org.apache.hadoop.yarn.event.EventHandler;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.server.resourcemanager.scheduler.AbstractYarnScheduler;

/**
 * YARN's resource manager of which only the scheduler and the tokens' keys are alive: no port is
 * opened, and what the scheduler tells the rest of the system costs nothing.
 */
public final class YarnResourceManager extends ResourceManager {
  private final Consumer<Event<?>> told;

  private YarnResourceManager(Consumer<Event<?>> told) {
    this.told = told;
  }

  /** What the scheduler tells goes nowhere. */
  static YarnResourceManager start(Configuration settings) {
    YarnResourceManager manager = still(settings, event -> {});
    ((Service) manager.getResourceScheduler()).start();
    return manager;
  }

  /**
   * The scheduler has no thread of its own, so nothing happens but what it is asked for.
   *
   * @param told hears what the scheduler tells the rest of the system, in its order
   */
  public static YarnResourceManager still(Configuration settings, Consumer<Event<?>> told) {
    YarnResourceManager manager = new YarnResourceManager(told);
    manager.init(settings);
    manager.getRMContext().getContainerTokenSecretManager().rollMasterKey();
    manager.getRMContext().getNMTokenSecretManager().rollMasterKey();
    return manager;
  }

  public AbstractYarnScheduler<?, ?> scheduler() {
    return (AbstractYarnScheduler<?, ?>) getResourceScheduler();
  }

  @Override
  protected Dispatcher createDispatcher() {
    return new Told();
  }

  private final class Told implements Dispatcher {
    @Override
    @SuppressWarnings("rawtypes")
    public EventHandler<Event> getEventHandler() {
      return event -> told.accept(event);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void register(Class<? extends Enum> eventType, EventHandler handler) {
      // Nothing is ever handled.
    }
  }
}
