-- Parts whose rows are all deleted stay until they are merged: so no range of blocks ever goes by itself, and one that
-- is gone was lost.
ALTER TABLE {{table codes}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table consents}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table edges}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table events}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table facet_keys}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table facets}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table identities}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table journey_runs}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table merges}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table paths}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table persons}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table segment_members}} MODIFY SETTING remove_empty_parts = 0;
ALTER TABLE {{table traits}} MODIFY SETTING remove_empty_parts = 0;
