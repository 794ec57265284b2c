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
    INDEX [rokt_outbox_due] ([account], [state], [due], [id], [created])
);

IF OBJECT_ID(N'[rokt_outbox_lease]', N'U') IS NULL
CREATE TABLE [rokt_outbox_lease] (
    [account] nvarchar(128) NOT NULL PRIMARY KEY,
    [owner] nvarchar(36) NULL,
    [beat] bigint NOT NULL,
    [state] int NOT NULL,
    [paused] bit NOT NULL,
    [pending] bigint NOT NULL,
    [dead_lettered] bigint NOT NULL
);
