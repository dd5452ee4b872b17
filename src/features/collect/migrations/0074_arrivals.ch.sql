-- Events that arrive come in many small parts. Merging more of them at once, and each fewer times, halves what the merging
-- costs.
ALTER TABLE {{table events}} MODIFY SETTING merge_selector_base = 12;
