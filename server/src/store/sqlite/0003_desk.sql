-- Third schema: lawful erasure. An erased household keeps its number and what coverage counts by.

ALTER TABLE household ADD COLUMN erased INTEGER;                 -- ms; when it was lawfully erased
ALTER TABLE household ADD COLUMN erased_by TEXT;                 -- by whose decision
ALTER TABLE visit ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;  -- 1: its record was erased, and its judgement stands still

-- Records whose text is gone, by whom they were about.
CREATE INDEX record_erased ON record (township, household, device) WHERE jws IS NULL;
