-- $1 kind text
-- Until the next job of a kind is worth a look. What is due later is found by the index; what is due already and was not claimed is held
-- by somebody: until their lease lapses, or, between our two looks, from this moment.
SELECT least(
    (SELECT due_at FROM events.jobs WHERE kind = $1 AND dead_at IS NULL AND due_at > now() ORDER BY due_at LIMIT 1),
    (SELECT min(coalesce(lease_until, due_at)) FROM events.jobs WHERE kind = $1 AND dead_at IS NULL AND due_at <= now())
) - clock_timestamp();
