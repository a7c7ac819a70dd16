/** Tasks that travel by Amazon SQS or a server that speaks its protocol. */
package org.millrace.engine.transport.sqs;
