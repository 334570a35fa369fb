-- Eighth schema: what was found of each record's anchor when it came in.

ALTER TABLE township ADD COLUMN log_time INTEGER;                -- ms; what the log said last, in a head or a checkpoint
ALTER TABLE township ADD COLUMN anchors_kept INTEGER NOT NULL DEFAULT 0; -- 1: the anchors of every record were looked at
UPDATE township SET log_time = (SELECT time FROM log_head WHERE log_head.township = township.code ORDER BY size DESC LIMIT 1);

CREATE TABLE anchor (
    township  TEXT NOT NULL,
    device    TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    record    BLOB NOT NULL,                   -- sha256 of the record that names it
    size      INTEGER NOT NULL,                -- leaves of the log, as it says
    time      INTEGER NOT NULL,                -- ms, as it says
    high_size INTEGER NOT NULL,                -- the greatest, by size, then time, of it and of the true ones below it in the chain
    high_time INTEGER NOT NULL,
    untrue    INTEGER NOT NULL,                -- 1: not what the log says, or a step back along the chain
    PRIMARY KEY (township, device, seq, record)
) STRICT, WITHOUT ROWID;
