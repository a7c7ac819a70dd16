/**
 * The user's {@code millrace.yaml}: read whole or refused whole, with every mistake by its line.
 */
package org.millrace.manager.settings;
