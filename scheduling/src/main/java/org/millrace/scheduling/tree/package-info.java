/** What a user says about queues: settings, their validation, their difference, who may do what. */
package org.millrace.scheduling.tree;
