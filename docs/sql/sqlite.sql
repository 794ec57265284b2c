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
    "reason" TEXT NULL
);

CREATE INDEX IF NOT EXISTS "rokt_outbox_due" ON "rokt_outbox" ("account", "state", "due", "id", "created");

CREATE TABLE IF NOT EXISTS "rokt_outbox_lease" (
    "account" TEXT NOT NULL PRIMARY KEY,
    "owner" TEXT NULL,
    "beat" INTEGER NOT NULL,
    "state" INTEGER NOT NULL,
    "paused" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "dead_lettered" INTEGER NOT NULL
);
