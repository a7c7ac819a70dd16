package org.millrace.manager.security;

/**
 * Names and passwords as every login looks at them. Not a provider itself: as a bean, Spring would
 * ask it a second time after each wrong password.
 */
record PasswordLogin(ThrottledLogin provider) {}
