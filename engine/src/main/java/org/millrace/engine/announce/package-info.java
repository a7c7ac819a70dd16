/** Tells others that jobs have ended: by signed requests, and by messages. */
package org.millrace.engine.announce;
