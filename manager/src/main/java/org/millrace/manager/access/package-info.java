/**
 * Who may log in, with what, and what they did: users, tokens and the audit log in the database.
 */
package org.millrace.manager.access;
