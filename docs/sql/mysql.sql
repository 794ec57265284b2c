CREATE TABLE IF NOT EXISTS `rokt_outbox` (
    `id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    `account` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `payload` mediumblob NOT NULL,
    `version` int NOT NULL,
    `created` bigint NOT NULL,
    `due` bigint NOT NULL,
    `updated` bigint NOT NULL,
    `failures` int NOT NULL,
    `state` int NOT NULL,
    `reason` varchar(64) NULL,
    `error_codes` varchar(256) NULL,
    `confirmation_ref` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    `customer_hash` varchar(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `not_before` bigint NOT NULL,
    KEY `rokt_outbox_due` (`account`, `state`, `due`, `id`, `created`),
    KEY `rokt_outbox_ref` (`account`, `confirmation_ref`)
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS `rokt_outbox_lease` (
    `account` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    `owner` varchar(36) NULL,
    `beat` bigint NOT NULL,
    `state` int NOT NULL,
    `paused` boolean NOT NULL,
    `pending` bigint NOT NULL,
    `dead_lettered` bigint NOT NULL,
    `holder` varchar(128) NULL,
    `cause` varchar(256) NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS `rokt_outbox_ledger` (
    `id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    `account` varchar(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `confirmation_ref` varchar(256) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    `created` bigint NOT NULL,
    `delivered` bigint NOT NULL,
    `failures` int NOT NULL,
    KEY `rokt_outbox_ledger_ref` (`account`, `confirmation_ref`),
    KEY `rokt_outbox_ledger_delivered` (`account`, `delivered`, `id`)
) ENGINE = InnoDB;
