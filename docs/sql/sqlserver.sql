IF OBJECT_ID(N'[rokt_outbox]', N'U') IS NULL
CREATE TABLE [rokt_outbox] (
    [id] uniqueidentifier NOT NULL PRIMARY KEY,
    [account] nvarchar(128) NOT NULL,
    [payload] varbinary(max) NOT NULL,
    [version] int NOT NULL,
    [created] bigint NOT NULL,
    [due] bigint NOT NULL,
    [updated] bigint NOT NULL,
    [failures] int NOT NULL,
    [state] int NOT NULL,
    [reason] nvarchar(64) NULL,
    [error_codes] nvarchar(256) NULL,
    [confirmation_ref] nvarchar(256) NULL,
    [customer_hash] nvarchar(200) NULL,
    [not_before] bigint NOT NULL,
    INDEX [rokt_outbox_due] ([account], [state], [due], [id], [created]),
    INDEX [rokt_outbox_ref] ([account], [confirmation_ref])
);

IF OBJECT_ID(N'[rokt_outbox_lease]', N'U') IS NULL
CREATE TABLE [rokt_outbox_lease] (
    [account] nvarchar(128) NOT NULL PRIMARY KEY,
    [owner] nvarchar(36) NULL,
    [beat] bigint NOT NULL,
    [state] int NOT NULL,
    [paused] bit NOT NULL,
    [pending] bigint NOT NULL,
    [dead_lettered] bigint NOT NULL,
    [holder] nvarchar(128) NULL,
    [cause] nvarchar(256) NULL
);

IF OBJECT_ID(N'[rokt_outbox_ledger]', N'U') IS NULL
CREATE TABLE [rokt_outbox_ledger] (
    [id] uniqueidentifier NOT NULL PRIMARY KEY,
    [account] nvarchar(128) NOT NULL,
    [confirmation_ref] nvarchar(256) NULL,
    [created] bigint NOT NULL,
    [delivered] bigint NOT NULL,
    [failures] int NOT NULL,
    INDEX [rokt_outbox_ledger_ref] ([account], [confirmation_ref]),
    INDEX [rokt_outbox_ledger_delivered] ([account], [delivered], [id])
);
