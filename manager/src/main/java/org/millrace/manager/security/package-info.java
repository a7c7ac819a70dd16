/** Who is let in and what they may ask for; no web page of somebody else's is. */
package org.millrace.manager.security;
