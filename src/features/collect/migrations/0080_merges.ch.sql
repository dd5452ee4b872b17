-- A merge is found by any of the four identifiers that it names; the condition of queries is written as here.
ALTER TABLE {{table merges}} ADD INDEX IF NOT EXISTS by_anyone [anchor, with_anchor, person, other] TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE {{table merges}} MATERIALIZE INDEX by_anyone;
