CREATE TABLE IF NOT EXISTS "rokt_outbox" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account" TEXT NOT NULL,
    "payload" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "created" INTEGER NOT NULL,
    "due" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "reason" TEXT NULL,
    "error_codes" TEXT NULL,
    "confirmation_ref" TEXT NULL,
    "customer_hash" TEXT NULL,
    "not_before" INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_due" ON "rokt_outbox" ("account", "state", "due", "id", "created");

CREATE INDEX IF NOT EXISTS "rokt_outbox_ref" ON "rokt_outbox" ("account", "confirmation_ref");

CREATE TABLE IF NOT EXISTS "rokt_outbox_lease" (
    "account" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NULL,
    "beat" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "paused" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "dead_lettered" INTEGER NOT NULL,
    "holder" TEXT NULL,
    "cause" TEXT NULL
);

CREATE TABLE IF NOT EXISTS "rokt_outbox_ledger" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account" TEXT NOT NULL,
    "confirmation_ref" TEXT NULL,
    "created" INTEGER NOT NULL,
    "delivered" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_ledger_ref" ON "rokt_outbox_ledger" ("account", "confirmation_ref");

CREATE INDEX IF NOT EXISTS "rokt_outbox_ledger_delivered" ON "rokt_outbox_ledger" ("account", "delivered", "id");
