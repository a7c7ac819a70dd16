package org.millrace.manager.security.oidc;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.millrace.manager.access.Accounts;
import org.millrace.manager.access.Role;
import org.millrace.manager.access.UserRules;
import org.millrace.manager.security.Users;
import org.millrace.manager.settings.AccessSettings.Oidc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Makes users of what the provider says of people: the name, the greatest role that one of the role
 * claim's values stands for, and these values as groups. Who has no role, or the name of a user
 * that is kept here, is not let in. Thread-safe.
 */
final class OidcUsers {
  private static final Logger LOG = LoggerFactory.getLogger(OidcUsers.class);
  private static final String EVERYBODY = "*";

  private final Oidc settings;
  private final Accounts accounts;
  private final OidcUserService provider = new OidcUserService();

  OidcUsers(Oidc settings, Accounts accounts) {
    this.settings = settings;
    this.accounts = accounts;
  }

  /** Of a login in a browser. */
  OidcUser person(OidcUserRequest request) {
    OidcUser said = provider.loadUser(request);
    Collection<GrantedAuthority> authorities =
        authorities(said.getClaims())
            .orElseThrow(
                () ->
                    new OAuth2AuthenticationException(
                        new OAuth2Error(OAuth2ErrorCodes.ACCESS_DENIED)));
    return new DefaultOidcUser(
        authorities, said.getIdToken(), said.getUserInfo(), settings.nameClaim());
  }

  /** Of a token that came with a request. */
  AbstractAuthenticationToken program(Jwt token) {
    Collection<GrantedAuthority> authorities =
        authorities(token.getClaims())
            .orElseThrow(() -> new InvalidBearerTokenException("its user has no role here"));
    return new JwtAuthenticationToken(
        token, authorities, token.getClaimAsString(settings.nameClaim()));
  }

  /** Empty, and a word in the log, when these claims let nobody in. */
  private Optional<Collection<GrantedAuthority>> authorities(Map<String, Object> claims) {
    String name = claims.get(settings.nameClaim()) instanceof String text ? text : "";
    if (!UserRules.isName(name) || accounts.find(name).isPresent()) {
      LOG.warn(
          "Single sign-on refused: claim {} must be a name, and not that of a user kept here,"
              + " was \"{}\"",
          settings.nameClaim(),
          name.replaceAll("\\p{Cntrl}", "_"));
      return Optional.empty();
    }
    List<String> values = values(claims);
    Optional<Role> role =
        Stream.concat(values.stream(), Stream.of(EVERYBODY))
            .map(settings.roles()::get)
            .filter(each -> each != null)
            .max(Role::compareTo);
    if (role.isEmpty()) {
      LOG.warn(
          "Single sign-on refused: claim {} of user {} must have a value that oidc.roles names",
          settings.roleClaim(),
          name);
      return Optional.empty();
    }
    Set<String> names = new HashSet<>(role.get().authorities());
    values.stream().filter(UserRules::isGroup).forEach(group -> names.add(Users.GROUP + group));
    return Optional.of(AuthorityUtils.createAuthorityList(names));
  }

  /** A claim by its name, or else by its path: some providers nest roles in objects. */
  private List<String> values(Map<String, Object> claims) {
    Object found = claims.get(settings.roleClaim());
    if (found == null) {
      found = claims;
      for (String step : settings.roleClaim().split("\\.")) {
        found = found instanceof Map<?, ?> object ? object.get(step) : null;
      }
    }
    if (found instanceof String one) {
      return List.of(one);
    }
    return found instanceof Collection<?> several
        ? several.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
