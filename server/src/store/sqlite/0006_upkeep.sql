-- Sixth schema: households that wait to be judged again, piece by piece; and what the disk still has to do.

-- What such a household shows is what it was judged to be before; it leaves this table in the transaction that judges it.
CREATE TABLE to_judge (
    township TEXT NOT NULL REFERENCES township,
    no       TEXT NOT NULL,                    -- a number, known to the roster or not
    why      TEXT NOT NULL,                    -- a word of store::Why
    left_out INTEGER NOT NULL DEFAULT 0,       -- 1: it contradicts itself and could not be judged; it holds nobody up
    PRIMARY KEY (township, no)
) STRICT, WITHOUT ROWID;

-- Policies whose `ruhu policy put` has not answered yet: the same file again goes on where it stopped.
CREATE TABLE policy_begun (
    township TEXT NOT NULL REFERENCES township,
    id       TEXT NOT NULL,
    PRIMARY KEY (township, id)
) STRICT, WITHOUT ROWID;

-- A row: what was lawfully erased may still stand in the write-ahead log, which is emptied as soon as readers allow.
CREATE TABLE unsettled (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1)
) STRICT;

-- What a phone's photos weigh.
CREATE INDEX photo_by_device ON photo (township, device, size);

-- The rules (rules::RULES_VERSION) by which its households were judged, or wait to be; 1 for all that came before this.
ALTER TABLE township ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
