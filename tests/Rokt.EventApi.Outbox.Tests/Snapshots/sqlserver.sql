-- CreateTables 1
IF OBJECT_ID(N'[shop].[Rokt Outbox]', N'U') IS NULL
CREATE TABLE [shop].[Rokt Outbox] (
    [id] uniqueidentifier NOT NULL PRIMARY KEY,
    [account] nvarchar(128) NOT NULL,
    [payload] varbinary(max) NOT NULL,
    [version] int NOT NULL,
    [created] bigint NOT NULL,
    [Due At] bigint NOT NULL,
    [updated] bigint NOT NULL,
    [failures] int NOT NULL,
    [state] int NOT NULL,
    [reason] nvarchar(64) NULL,
    [error_codes] nvarchar(256) NULL,
    [confirmation_ref] nvarchar(256) NULL,
    [customer_hash] nvarchar(200) NULL,
    [not_before] bigint NOT NULL,
    INDEX [Rokt Outbox_due] ([account], [state], [Due At], [id], [created]),
    INDEX [Rokt Outbox_ref] ([account], [confirmation_ref])
);

-- CreateTables 2
IF OBJECT_ID(N'[shop].[Lease]', N'U') IS NULL
CREATE TABLE [shop].[Lease] (
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

-- CreateTables 3
IF OBJECT_ID(N'[shop].[Ledger]', N'U') IS NULL
CREATE TABLE [shop].[Ledger] (
    [id] uniqueidentifier NOT NULL PRIMARY KEY,
    [account] nvarchar(128) NOT NULL,
    [confirmation_ref] nvarchar(256) NULL,
    [created] bigint NOT NULL,
    [delivered] bigint NOT NULL,
    [failures] int NOT NULL,
    INDEX [Ledger_ref] ([account], [confirmation_ref]),
    INDEX [Ledger_delivered] ([account], [delivered], [id])
);

-- Probe 1
SELECT [id], [account], [payload], [version], [created], [Due At], [updated], [failures], [state], [reason], [error_codes], [confirmation_ref], [customer_hash], [not_before] FROM [shop].[Rokt Outbox] WHERE 1 = 0;

-- Probe 2
SELECT [account], [owner], [beat], [state], [paused], [pending], [dead_lettered], [holder], [cause] FROM [shop].[Lease] WHERE 1 = 0;

-- ProbeLedger
SELECT [id], [account], [confirmation_ref], [created], [delivered], [failures] FROM [shop].[Ledger] WHERE 1 = 0;

-- AddRow
INSERT INTO [shop].[Rokt Outbox] ([id], [account], [payload], [version], [created], [Due At], [updated], [failures], [state], [confirmation_ref], [customer_hash], [not_before], [Tenant Id]) VALUES (@id, @account, @payload, @version, @created, @due, @created, 0, @state, @confirmationRef, @customerHash, @notBefore, @other_Tenant_Id);

-- AddLease
INSERT INTO [shop].[Lease] ([account], [beat], [state], [paused], [pending], [dead_lettered]) VALUES (@account, 0, 0, @paused, 0, 0);

-- ReadDue
SELECT [id], [payload], [version], [created], [Due At], [failures], [not_before] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 0 AND [Due At] <= @now AND [Due At] >= @afterDue AND ([Due At] > @afterDue OR [id] > @afterId) ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- ReadDueOrAhead
SELECT [id], [payload], [version], [created], [Due At], [failures], [not_before] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 0 AND ([Due At] <= @now OR [updated] > @now OR [Due At] > @never) AND [Due At] >= @afterDue AND ([Due At] > @afterDue OR [id] > @afterId) ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- Postpone
UPDATE [shop].[Rokt Outbox] SET [Due At] = @due, [updated] = @now, [failures] = @failures, [reason] = @reason WHERE [id] = @id AND [state] IN (0, 3);

-- MoveToDeadLetter
UPDATE [shop].[Rokt Outbox] SET [state] = 1, [Due At] = @now, [updated] = @now, [failures] = @failures, [reason] = @reason, [error_codes] = @errorCodes WHERE [id] = @id AND [state] IN (0, 3);

-- ReadDeadLetters
SELECT [id], [created], [Due At], [failures], [reason], [error_codes], [confirmation_ref] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 1 AND (@reason IS NULL OR [reason] = @reason) ORDER BY [Due At] DESC, [id] DESC OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- ReadDeadLettersBefore
SELECT [id], [created], [Due At], [failures], [reason], [error_codes], [confirmation_ref] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 1 AND (@reason IS NULL OR [reason] = @reason) AND [Due At] <= @beforeDue AND ([Due At] < @beforeDue OR [id] < @beforeId) ORDER BY [Due At] DESC, [id] DESC OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- Requeue
UPDATE [shop].[Rokt Outbox] SET [state] = 0, [created] = @now, [Due At] = @now, [updated] = @now, [not_before] = @now, [failures] = 0, [reason] = NULL, [error_codes] = NULL WHERE [id] = @id AND [account] = @account AND [state] = 1;

-- RequeueAll
UPDATE [shop].[Rokt Outbox] SET [state] = 0, [created] = @now, [Due At] = @now, [updated] = @now, [not_before] = @now, [failures] = 0, [reason] = NULL, [error_codes] = NULL WHERE [account] = @account AND [state] = 1 AND (@reason IS NULL OR [reason] = @reason);

-- Discard
DELETE FROM [shop].[Rokt Outbox] WHERE [id] = @id AND [account] = @account AND [state] = 1;

-- DiscardAll
DELETE FROM [shop].[Rokt Outbox] WHERE [account] = @account AND [state] = 1 AND (@reason IS NULL OR [reason] = @reason);

-- MoveDamagedToDeadLetter
UPDATE [shop].[Rokt Outbox] SET [state] = 1, [Due At] = @now, [updated] = @now, [reason] = @reason WHERE [account] = @account AND ([state] < 0 OR [state] > 9);

-- Renew
UPDATE [shop].[Rokt Outbox] SET [id] = @id WHERE [id] = @raw;

-- Count
SELECT count(*), min([created]) FROM (SELECT [created] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = @state ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY) AS counted;

-- SaveCount
UPDATE [shop].[Lease] SET [pending] = @pending, [dead_lettered] = @deadLettered WHERE [account] = @account;

-- FindCreatedBefore
SELECT [id] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 0 AND [created] < @before ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- FindDeadLetteredBefore
SELECT [id] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 1 AND [Due At] < @before ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- Find
SELECT [id], [state], [created], [Due At], [failures], [reason], [error_codes], [confirmation_ref], [not_before] FROM [shop].[Rokt Outbox] WHERE [account] = @account AND [confirmation_ref] = @confirmationRef AND [state] <> 4 ORDER BY [created], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- FindDelivered
SELECT [id], [created], [delivered], [failures], [confirmation_ref] FROM [shop].[Ledger] WHERE [account] = @account AND [confirmation_ref] = @confirmationRef ORDER BY [delivered], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- FindCustomer
SELECT [id] FROM [shop].[Rokt Outbox] WHERE [account] = @account AND [customer_hash] LIKE @customer;

-- FindScheduledBefore
SELECT [id] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 2 AND [Due At] <= @before ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- Reschedule
UPDATE [shop].[Rokt Outbox] SET [Due At] = [Due At] - [created] + @now, [not_before] = [not_before] - [created] + @now, [updated] = @now, [created] = @now WHERE [account] = @account AND [state] = 2 AND [created] > @after AND [created] <= @upTo;

-- FindDeliveredBefore
SELECT [id] FROM [shop].[Ledger] WHERE [account] = @account AND [delivered] < @before ORDER BY [delivered], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- WithdrawScheduled
DELETE FROM [shop].[Rokt Outbox] WHERE [id] = @id AND [account] = @account AND [state] = 2;

-- RequestWithdrawal
UPDATE [shop].[Rokt Outbox] SET [state] = 3 WHERE [id] = @id AND [account] = @account AND [state] IN (0, 3);

-- CancelWithdrawal
UPDATE [shop].[Rokt Outbox] SET [state] = 0 WHERE [id] = @id AND [account] = @account AND [state] = 3;

-- AgreeToWithdrawal
UPDATE [shop].[Rokt Outbox] SET [state] = 4 WHERE [id] = @id AND [account] = @account AND [state] = 3 AND (@holder IS NULL OR EXISTS (SELECT 1 FROM [shop].[Lease] WHERE [account] = @account AND [owner] = @holder));

-- EndWithdrawal
DELETE FROM [shop].[Rokt Outbox] WHERE [id] = @id AND [account] = @account AND ([state] = 4 OR ([state] = 3 AND NOT EXISTS (SELECT 1 FROM [shop].[Lease] WHERE [account] = @account AND [owner] IS NOT NULL)));

-- ReadWithdrawals
SELECT [id] FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 3 ORDER BY [Due At], [id] OFFSET 0 ROWS FETCH NEXT @limit ROWS ONLY;

-- FindWithdrawal
SELECT [id] FROM [shop].[Rokt Outbox] WHERE [id] = @id AND [account] = @account AND [state] IN (0, 3, 4);

-- PurgeWithdrawn
DELETE FROM [shop].[Rokt Outbox] WHERE [account] = @account AND [state] IN (3, 4) AND [created] < @before;

-- CountReasons
SELECT [reason], count(*) FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] = @account AND [state] = 1 GROUP BY [reason];

-- ReadFirstAccount
SELECT min([account]) FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK);

-- ReadNextAccount
SELECT min([account]) FROM [shop].[Rokt Outbox] WITH (READPAST, READCOMMITTEDLOCK) WHERE [account] > @account;

-- ReadLeases
SELECT [account], [beat] FROM [shop].[Lease];

-- ReadLease
SELECT [owner], [beat], [state], [paused], [pending], [dead_lettered], [holder], [cause] FROM [shop].[Lease] WHERE [account] = @account;

-- ReplaceLease
UPDATE [shop].[Lease] SET [owner] = @owner, [beat] = @beat, [state] = @state, [paused] = @paused, [holder] = @holder, [cause] = @cause WHERE [account] = @account AND [beat] = @seenBeat AND COALESCE([owner], '') = @seenOwner;

-- ChangeProbe
UPDATE [shop].[Rokt Outbox] SET [Due At] = @due, [updated] = @due, [failures] = 1, [state] = 1, [created] = @due, [reason] = '', [error_codes] = '' WHERE [id] = @id;

-- DeleteProbe
DELETE FROM [shop].[Rokt Outbox] WHERE [id] = @id;

-- Delete
DELETE FROM [shop].[Rokt Outbox] WHERE [id] IN (@id0, @id1, @id2, @id3);

-- Delete in a state
DELETE FROM [shop].[Rokt Outbox] WHERE [state] = 1 AND [id] IN (@id0);

-- Expire
UPDATE [shop].[Rokt Outbox] SET [state] = 1, [Due At] = @now, [updated] = @now, [reason] = @reason WHERE [state] = 0 AND [id] IN (@id0, @id1, @id2, @id3);

-- Release
UPDATE [shop].[Rokt Outbox] SET [state] = 0, [created] = [Due At], [updated] = @now WHERE [state] = 2 AND [id] IN (@id0, @id1, @id2, @id3);

-- AddToLedger
INSERT INTO [shop].[Ledger] ([id], [account], [confirmation_ref], [created], [delivered], [failures], [Tenant Id]) SELECT [id], [account], [confirmation_ref], [created], @delivered, [failures], @other_Tenant_Id FROM [shop].[Rokt Outbox] WHERE [id] IN (@id0, @id1, @id2, @id3) AND [id] NOT IN (SELECT [id] FROM [shop].[Ledger] WHERE [id] IN (@id0, @id1, @id2, @id3));

-- DeleteFromLedger
DELETE FROM [shop].[Ledger] WHERE [id] IN (@id0, @id1, @id2, @id3);

-- ReadClock
SELECT DATEDIFF_BIG(MILLISECOND, '1970-01-01', SYSUTCDATETIME());

-- OnOpened
SET IMPLICIT_TRANSACTIONS OFF; SET NOCOUNT OFF;

