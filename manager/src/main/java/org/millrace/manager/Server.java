package org.millrace.manager;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.home.AdminPassword;
import org.millrace.manager.home.EndpointsFile;
import org.millrace.manager.home.Home;
import org.millrace.manager.home.HomeLock;
import org.millrace.manager.security.oidc.OidcConfiguration;
import org.millrace.manager.settings.SettingsFile;
import org.millrace.manager.wiring.EngineConfiguration;
import org.millrace.manager.wiring.StoreWait;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** One running system: a home taken, and the Spring context that runs in it. */
public final class Server implements Closeable {
  private final HomeLock lock;
  private final SettingsFile settings;
  private final ConfigurableApplicationContext context;

  private Server(HomeLock lock, SettingsFile settings, ConfigurableApplicationContext context) {
    this.lock = lock;
    this.settings = settings;
    this.context = context;
  }

  /**
   * Starts and returns when the system is ready. The context has beans of the types {@link Home},
   * {@link ServerOptions}, {@link AdminPassword} and {@link SettingsFile} besides those of {@code
   * parts}.
   *
   * @param formats log formats that a source may name; empty leaves that check to the parts
   * @param parts configurations that bring the ledger, the objects, the catalog, the intake
   * @throws RefusedException the home is in use, the settings are wrong or a port is taken; nothing
   *     was started
   */
  public static Server start(ServerOptions options, Set<String> formats, List<Class<?>> parts)
      throws IOException {
    Home home = options.home();
    home.create();
    HomeLock lock = HomeLock.take(home);
    try {
      // Left by a killed process; a client must not find that one any more.
      EndpointsFile.remove(home);
      SettingsFile settings = SettingsFile.open(home.settings(), formats);
      Web web = Web.of(home, settings.get().access());
      Ports.check(options, settings.get(), web.address());
      // Before Spring, whose parts would complain each in its own way.
      if (parts.contains(EngineConfiguration.class)) {
        settings.get().stores().datasource().ifPresent(StoreWait.usual()::forDatabase);
      }
      AdminPassword password = AdminPassword.of(home);
      SpringApplication application =
          application(home, options, settings.get().observe().jsonLog(), web, parts);
      application.addInitializers(
          context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Home.class, () -> home);
            beans.registerBean(ServerOptions.class, () -> options);
            beans.registerBean(ProcessRoles.class, () -> options.roles());
            beans.registerBean(AdminPassword.class, () -> password);
            beans.registerBean(SettingsFile.class, () -> settings);
            beans.registerBean(Web.class, () -> web);
          });
      Server server = new Server(lock, settings, application.run());
      settings.watch();
      return server;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public ConfigurableApplicationContext context() {
    return context;
  }

  /** Stops in order and lets the home go. */
  @Override
  public void close() throws IOException {
    settings.close();
    context.close();
    lock.close();
  }

  private static SpringApplication application(
      Home home, ServerOptions options, boolean jsonLog, Web web, List<Class<?>> parts) {
    List<Class<?>> all = new ArrayList<>(List.of(ManagerApplication.class));
    // Not loaded at all otherwise: its libraries take as long to load as all other security.
    web.settings().oidc().ifPresent(oidc -> all.add(OidcConfiguration.class));
    web.tls().ifPresent(tls -> all.add(SslAutoConfiguration.class));
    all.addAll(parts);
    SpringApplication application = new SpringApplication(all.toArray(Class<?>[]::new));
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setAddCommandLineProperties(false);
    Map<String, Object> properties = new HashMap<>(properties(options));
    // Not in the folder of temporary files, where a killed process would leave one at each start.
    properties.put("server.tomcat.basedir", home.dir().resolve(".web").toString());
    properties.putAll(web.properties(home));
    properties.putAll(LogProperties.of(home, "millrace", jsonLog));
    application.setDefaultProperties(properties);
    return application;
  }

  private static Map<String, Object> properties(ServerOptions options) {
    return Map.ofEntries(
        Map.entry("server.port", options.port()),
        // Otherwise a refused upload is sent to its end before the client learns of it.
        Map.entry("server.tomcat.max-swallow-size", "0"),
        Map.entry("server.tomcat.threads.min-spare", 2),
        Map.entry("server.tomcat.threads.max", 50),
        // Ready means ready: otherwise the first command pays for what every command needs.
        Map.entry("spring.mvc.servlet.load-on-startup", 1),
        Map.entry("spring.lifecycle.timeout-per-shutdown-phase", "5s"),
        Map.entry("spring.main.allow-bean-definition-overriding", false),
        // It warns of every wrong request, which is the caller's to know and not the operator's.
        Map.entry("logging.level.org.springframework.web", "ERROR"));
  }
}
