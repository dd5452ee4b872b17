-- The rows of a running import are written once, read a few times and dropped: parts of one file need no buffers per column,
-- which keeps the memory of an import about 200 MB lower. For events and paths, buffers begin small and grow with the column.
ALTER TABLE {{table import_rows}} MODIFY SETTING min_bytes_for_wide_part = 1000000000;
ALTER TABLE {{table events}} MODIFY SETTING min_columns_to_activate_adaptive_write_buffer = 1;
ALTER TABLE {{table paths}} MODIFY SETTING min_columns_to_activate_adaptive_write_buffer = 1;
