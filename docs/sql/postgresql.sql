CREATE TABLE IF NOT EXISTS "rokt_outbox" (
    "id" uuid NOT NULL PRIMARY KEY,
    "account" varchar(128) NOT NULL,
    "payload" bytea NOT NULL,
    "version" integer NOT NULL,
    "created" bigint NOT NULL,
    "due" bigint NOT NULL,
    "updated" bigint NOT NULL,
    "failures" integer NOT NULL,
    "state" integer NOT NULL,
    "reason" varchar(64) NULL,
    "error_codes" varchar(256) NULL,
    "confirmation_ref" varchar(256) NULL,
    "customer_hash" varchar(200) NULL,
    "not_before" bigint NOT NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_due" ON "rokt_outbox" ("account", "state", "due", "id", "created");

CREATE INDEX IF NOT EXISTS "rokt_outbox_ref" ON "rokt_outbox" ("account", "confirmation_ref");

CREATE TABLE IF NOT EXISTS "rokt_outbox_lease" (
    "account" varchar(128) NOT NULL PRIMARY KEY,
    "owner" varchar(36) NULL,
    "beat" bigint NOT NULL,
    "state" integer NOT NULL,
    "paused" boolean NOT NULL,
    "pending" bigint NOT NULL,
    "dead_lettered" bigint NOT NULL,
    "holder" varchar(128) NULL,
    "cause" varchar(256) NULL
);

CREATE TABLE IF NOT EXISTS "rokt_outbox_ledger" (
    "id" uuid NOT NULL PRIMARY KEY,
    "account" varchar(128) NOT NULL,
    "confirmation_ref" varchar(256) NULL,
    "created" bigint NOT NULL,
    "delivered" bigint NOT NULL,
    "failures" integer NOT NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_ledger_ref" ON "rokt_outbox_ledger" ("account", "confirmation_ref");

CREATE INDEX IF NOT EXISTS "rokt_outbox_ledger_delivered" ON "rokt_outbox_ledger" ("account", "delivered", "id");
