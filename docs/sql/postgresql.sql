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
    "reason" varchar(64) NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_due" ON "rokt_outbox" ("account", "state", "due", "id", "created");

CREATE TABLE IF NOT EXISTS "rokt_outbox_lease" (
    "account" varchar(128) NOT NULL PRIMARY KEY,
    "owner" varchar(36) NULL,
    "beat" bigint NOT NULL,
    "state" integer NOT NULL,
    "paused" boolean NOT NULL,
    "pending" bigint NOT NULL,
    "dead_lettered" bigint NOT NULL
);
