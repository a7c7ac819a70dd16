package org.millrace.engine.transport.push;

import org.millrace.engine.lease.Leases;
import org.millrace.engine.ledger.SettlementEffects;
import org.millrace.engine.transport.CrashPolicy;
import org.millrace.engine.transport.Packing;
import org.millrace.engine.transport.Seal;
import org.millrace.engine.transport.TaskCodec;
import org.millrace.engine.transport.Transports;

/** What the containers' hands of one process share. */
record PushParts(
    Broker broker,
    Leases leases,
    SettlementEffects effects,
    Transports transports,
    CrashPolicy crashes,
    Seal seal,
    TaskCodec codec,
    Arrivals arrivals,
    Packing packing,
    GiveBack giveBack,
    HandFiles hands) {}
