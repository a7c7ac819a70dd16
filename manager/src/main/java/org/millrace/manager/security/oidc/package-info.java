/** Logins by an OpenID Connect provider. Loaded only when one is configured. */
package org.millrace.manager.security.oidc;
