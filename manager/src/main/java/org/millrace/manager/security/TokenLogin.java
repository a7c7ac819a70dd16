package org.millrace.manager.security;

import org.millrace.manager.access.Account;
import org.millrace.manager.access.ApiToken;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/** A program that came with a token: its owner's name, and what the token's scope gives of it. */
final class TokenLogin extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final String owner;

  TokenLogin(ApiToken token, Account owner) {
    super(
        AuthorityUtils.createAuthorityList(
            LocalUser.authorities(owner, token.scope().authorities(owner.role()))));
    this.owner = owner.name();
    setAuthenticated(true);
  }

  @Override
  public Object getPrincipal() {
    return owner;
  }

  /** Nothing: the secret is not kept. */
  @Override
  public Object getCredentials() {
    return "";
  }
}
