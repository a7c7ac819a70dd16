/** Who may talk to the API: one user, from this machine, and no web page of somebody else's. */
package org.millrace.manager.security;
