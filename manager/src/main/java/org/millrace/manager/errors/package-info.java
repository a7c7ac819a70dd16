/** How Millrace says that something is wrong: subject, rule, value, remedy. */
package org.millrace.manager.errors;
